/** Nodes of earlier versions in saved workflows, and their newest versions. */
import { type IDataObject, NodeHelpers } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { NODE_SAMPLES } from '../support/samples';
import { outputSchemas, faultsOf } from './outputSchemas';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'vdn' } });

describe('the number in Maximum Sessions', () => {
	const run = async (typeVersion: number) =>
		await runNode('setSessionLimit', { agentId: '31001', mediaType: '1' }, [{}], {
			credential: credentialFor(gateway()),
			node: { typeVersion },
		});

	it('is 1 in a saved workflow of version 1, which omits the default', async () => {
		const { success } = await run(1);
		expect(success[0]).toMatchObject({ callnums: '1', outcome: 'accepted' });
	});

	it('is required in a new node, which is refused and sends nothing', async () => {
		const { error } = await run(1.1);
		expect(error?.message).toBe('Maximum Sessions: no number was given');
		expect(gateway().requests).toEqual([]);
	});
});

describe('Simplify', () => {
	it.each([
		['getAgent', 'GetAgent', { workNo: '31006' }],
		['findAgents', 'FindAgents', { queues: 'one', skillId: '12', states: ['busy'] }],
	])('gives %s the output that its newest version previews', async (type, folder, more) => {
		const { success } = await runNode(type, { agentId: '31000', ...more, simplify: true }, [{}], {
			credential: credentialFor(gateway()),
		});
		const [, schema = { properties: {} }] = outputSchemas(folder);
		expect(faultsOf(schema, success[0] ?? {})).toBeNull();
		expect(Object.keys(success[0] ?? {}).length).toBeLessThanOrEqual(10);
	});

	it('does not exist in saved workflows of version 1', async () => {
		const { success } = await runNode('getAgent', { agentId: '31000', workNo: '31006' }, [{}], {
			credential: credentialFor(gateway()),
			node: { typeVersion: 1 },
		});
		expect(success[0]).toHaveProperty('result.workno', '31006');
		expect(success[0]).not.toHaveProperty('simplify');
	});
});

describe('Set Busy as version 0.1.0 saved it', () => {
	const node = { typeVersion: 1 };

	it.each<[IDataObject, number]>([
		[{}, 0],
		[{ reason: 0 }, 0],
		[{ reason: 202 }, 202],
		[{ reason: '={{ $json.why }}' }, 201],
		[{ reason: '={{ "201" }}' }, 201],
	])('reads %j as the reason %i', async (parameters, reason) => {
		const { success } = await runNode(
			'setBusy',
			{ agentId: '31001', ...parameters },
			[{ why: 'Lunch' }],
			{ credential: credentialFor(gateway()), node },
		);
		expect(success[0]).toMatchObject({ reason, outcome: 'accepted' });
	});

	it('names the field by its label of that version', async () => {
		const { error } = await runNode('setBusy', { agentId: '31001', reason: '={{ "x" }}' }, [{}], {
			credential: credentialFor(gateway()),
			node,
		});
		expect(error?.message).toMatch(/^Busy Reason Name or ID: 'x' is not a busy reason/);
	});

	it.each([
		[1, 'options', 202],
		[1.1, 'resourceLocator', { __rl: true, mode: 'list', value: 0, cachedResultName: 'No Reason' }],
	])('shows in version %d one field for the reason: %s', (typeVersion, type, value) => {
		const { description } = NODE_SAMPLES.find((sample) => sample.type === 'setBusy') ?? {};
		const properties = description?.properties ?? [];
		const saved = typeVersion === 1 ? { reason: 202 } : {};
		const filled = NodeHelpers.getNodeParameters(
			properties,
			saved,
			true,
			false,
			{ typeVersion },
			description ?? null,
		);
		expect(filled?.reason).toEqual(value);
		const shown = properties.filter(
			(property) =>
				property.name === 'reason' &&
				NodeHelpers.displayParameter({}, property, { typeVersion }, description ?? null),
		);
		expect(shown.map((property) => property.type)).toEqual([type]);
	});
});
