/** Every node: its request, its output, its pairing of items. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { makeReady, NODE_SAMPLES } from '../support/samples';
import { outputSchemas, faultsOf } from './outputSchemas';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'vdn' } });

const expectOutput = (folder: string, output: IDataObject) => {
	const faults = outputSchemas(folder).map((schema) => faultsOf(schema, output));
	// The schema of a version that simplifies has fewer fields.
	if (!faults.includes(null)) expect(faults).toContain(null);
	const orders = outputSchemas(folder).map(({ properties }) =>
		Object.keys(properties).filter((name) => name in output),
	);
	expect(orders).toContainEqual(Object.keys(output));
};

describe.each(NODE_SAMPLES)('$type', (sample) => {
	const { type, folder, description, parameters, sent, output } = sample;
	const reported = { outcome: 'accepted', retcode: '0', message: 'success', ...output };

	it('has a sample with every parameter', () => {
		const fields = description.properties.filter(({ type: kind }) => kind !== 'notice');
		const names = new Set(fields.map(({ name }) => name));
		expect([...Object.keys(parameters), 'options'].sort()).toEqual([...names].sort());
	});

	it('sends the documented request and reports the answer', async () => {
		await makeReady(gateway(), sample, parameters.agentId);
		const credential = credentialFor(gateway());
		const { success, error } = await runNode(type, parameters, [{ any: 'thing' }], { credential });

		expect(error).toBeUndefined();
		expect(gateway().requests).toHaveLength(1);
		const [request] = gateway().requests;
		expect(request).toMatchObject({ ...sent, retcode: '0', carriedOut: true });
		expect(request?.headers).toMatchObject({
			'content-type': 'application/json; charset=UTF-8',
			guid: credential.guid,
		});
		expect(success).toEqual([reported]);
		expectOutput(folder, success[0] ?? {});
	});

	it('acts for the agent of the credential if its own field is empty', async () => {
		await makeReady(gateway(), sample, '31000');
		const { success } = await runNode(type, { ...parameters, agentId: ' ' }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(success[0]).toMatchObject({ agentId: '31000', outcome: 'accepted' });
	});

	it('keeps the fields of the input with Include Input Fields, except those it reports itself and an old error', async () => {
		await makeReady(gateway(), sample, parameters.agentId);
		const rows = [{ given: 'Ana', outcome: 'old', error: 'old', nested: { a: 1 } }];
		const { success } = await runNode(
			type,
			{ ...parameters, options: { includeInputFields: true } },
			rows,
			{ credential: credentialFor(gateway()) },
		);
		expect(success[0]).toEqual({ given: 'Ana', nested: { a: 1 }, ...reported });
	});

	it('outputs one item per input item, in order, paired with it', async () => {
		const rows = Array.from({ length: 7 }, (_, row) => ({ row }));
		const { output: items } = await runNode(
			type,
			{ ...parameters, options: { includeInputFields: true } },
			rows,
			{ credential: credentialFor(gateway()), onError: 'continueRegularOutput' },
		);
		expect(items('Node').map(({ json }) => json.row)).toEqual(rows.map(({ row }) => row));
		expect(items('Node').map(({ pairedItem }) => pairedItem)).toEqual(
			rows.map(({ row }) => ({ item: row })),
		);
	});
});
