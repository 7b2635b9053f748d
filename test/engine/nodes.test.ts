import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IDataObject, NodeHelpers } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { makeReady, NODE_SAMPLES } from '../support/samples';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'vdn' } });

/** The schemas of all versions of a node, which the editor shows as a preview of the output. */
function outputSchemas(node: string): Array<{ properties: object; required?: string[] }> {
	const folder = join(__dirname, `../../nodes/${node}/__schema__`);
	return readdirSync(folder).map(
		(file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { properties: object },
	);
}

const expectOutput = (folder: string, output: IDataObject) => {
	const faults = outputSchemas(folder).map((schema) => faultsOf(schema, output));
	// The schema of a version that simplifies has fewer fields.
	if (!faults.includes(null)) expect(faults).toContain(null);
	const orders = outputSchemas(folder).map(({ properties }) =>
		Object.keys(properties).filter((name) => name in output),
	);
	expect(orders).toContainEqual(Object.keys(output));
};

const faultsOf = (schema: { properties: object }, output: IDataObject) => {
	const validate = new Ajv({ strict: false }).compile({
		required: Object.keys(schema.properties),
		...schema,
		additionalProperties: false,
	});
	return validate(output) ? null : validate.errors;
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

it.each(['perItem', 'perRecipient'])(
	'reports that a recipient refused alone probably does not exist, with the output %s',
	async (output) => {
		const note = { agentIds: '31001, 39999', content: 'x', options: { output } };
		const { failed } = await runNode('sendNote', note, [{}], {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(failed).toMatchObject([
			{
				message: 'The note to agent 39999 was not sent: agent 39999 probably does not exist',
				description: expect.stringContaining("Check the recipient's ID.") as string,
			},
		]);
	},
);

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

describe('the word beside a code', () => {
	const refused = async (parameters: IDataObject) =>
		(
			await runNode('setBusy', { agentId: '31007', prolong: false, ...parameters }, [{}], {
				credential: credentialFor(gateway()),
				onError: 'continueErrorOutput',
			})
		).failed[0];

	it('is in the output if the gateway or the node refuses', async () => {
		expect(await refused({ reason: 202 })).toMatchObject({ reasonName: 'Team meeting' });
		expect(await refused({ reason: 202, prolong: 'perhaps' })).toMatchObject({
			reasonName: 'Team meeting',
			prolong: 'perhaps',
		});
	});

	it('is in the output of a dry run, and missing if the site has no word', async () => {
		for (const [reason, reported] of [
			[201, { reason: 201, reasonName: 'Lunch' }],
			[0, { reason: 0 }],
			[250, { reason: 250 }],
		] as const) {
			const parameters = { agentId: '31001', reason, options: { dryRun: true } };
			const { success } = await runNode('setBusy', parameters, [{}], {
				credential: credentialFor(gateway()),
			});
			const { request: _request, ...fields } = success[0] ?? {};
			expect(fields).toEqual({
				agentId: '31001',
				...reported,
				prolong: false,
				outcome: 'notAttempted',
				dryRun: true,
			});
		}
	});
});

const busyReason = (value: string | number, mode = 'code') => ({ __rl: true, mode, value });

describe('values of a roster', () => {
	it.each<[string, IDataObject, IDataObject, IDataObject]>([
		['setBusy', { reason: '={{ $json.why }}' }, { why: 'LUNCH' }, { reason: 201 }],
		['setBusy', { reason: busyReason('={{ $json.why }}') }, { why: 'lunch' }, { reason: 201 }],
		['setBusy', { reason: busyReason('={{ $json.why }}') }, { why: ' ' }, { reason: 0 }],
		['setBusy', { reason: busyReason('Team meeting') }, {}, { reason: 202 }],
		['setBusy', { reason: busyReason(202, 'list') }, {}, { reason: 202 }],
		['setBusy', { reason: busyReason(0, 'list') }, {}, { reason: 0 }],
		['setBusy', {}, {}, { reason: 0 }],
		['setBusy', { reason: '={{ $json.why }}' }, { why: 'Lunch (201)' }, { reason: 201 }],
		['setBusy', { reason: '={{ $json.why }}' }, { why: '' }, { reason: 0 }],
		[
			'setBusy',
			{ reason: 201, prolong: '={{ $json.again }}' },
			{ again: 'TRUE' },
			{ prolong: true },
		],
		[
			'setCustomStatus',
			{ customstate: { __rl: true, mode: 'code', value: '={{ $json.status }}' } },
			{ status: ' back OFFICE ' },
			{ customstate: 100 },
		],
		[
			'setCustomStatus',
			{ customstate: { __rl: true, mode: 'code', value: '={{ $json.status }}' } },
			{ status: 101 },
			{ customstate: 101 },
		],
		['setCustomStatus', { customstate: '={{ $json.status }}' }, { status: 7 }, { customstate: 7 }],
		[
			'setSessionLimit',
			{ mediaType: '={{ $json.media }}', callnums: '={{ $json.limit }}' },
			{ media: 'social chat', limit: ' 5 ' },
			{ mediaType: '53', callnums: '5' },
		],
		[
			'setSessionLimit',
			{ mediaType: '={{ $json.media }}', callnums: 3 },
			{ media: 53 },
			{ mediaType: '53' },
		],
		[
			'sendNote',
			{ agentIds: '={{ $json.to }}', content: 'x' },
			{ to: ['31002', 31001, 31002] },
			{ agentIds: [31002, 31001] },
		],
	])('%s reads %j over %j as %j', async (type, parameters, row, expected) => {
		const { success } = await runNode(
			type,
			{ agentId: '={{ $json.agent }}', ...parameters },
			[{ agent: ' 31001 ', ...row }],
			{ credential: credentialFor(gateway()) },
		);
		expect(success[0]).toMatchObject({ agentId: '31001', outcome: 'accepted', ...expected });
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

describe('an empty note', () => {
	const send = async (content: string) =>
		await runNode('sendNote', { agentIds: '31001', content }, [{}], {
			credential: credentialFor(gateway()),
		});

	it('is not sent if the field is untouched: n8n does not start the workflow', async () => {
		await expect(send('')).rejects.toThrow('Parameter "Content" is required.');
		expect(gateway().requests).toHaveLength(0);
	});

	it.each(['=', "={{ '' }}", '={{ $json.none ?? "" }}'])(
		'is sent if an expression yields it: %s',
		async (content) => {
			const { success } = await send(content);
			expect(success[0]).toMatchObject({ content: '', outcome: 'accepted' });
			expect(gateway().agent('31001').inbox).toMatchObject([{ content: '' }]);
		},
	);
});

describe('chained nodes', () => {
	it("keep the fields of the roster, but do not report an earlier node's outcome as their own", async () => {
		const before = {
			name: 'Ana',
			agentIds: [31001],
			content: 'old',
			outcome: 'accepted',
			retcode: '0',
		};
		const report = {
			recipients: { accepted: [31001] },
			dryRun: true,
			request: 'old',
			requests: [],
		};
		const { success } = await runNode(
			'sendNote',
			{ agentIds: '={{ "Bo" }}', content: 'new', options: { includeInputFields: true } },
			[{ ...before, ...report }],
			{ credential: credentialFor(gateway()), onError: 'continueRegularOutput' },
		);
		expect(success[0]).toEqual({
			name: 'Ana',
			agentId: '31000',
			agentIds: 'Bo',
			outcome: 'rejected',
			retcode: null,
			message: null,
			error: expect.anything() as unknown,
		});
	});

	it("do not report an earlier node's word for their own code", async () => {
		const options = { includeInputFields: true };
		const earlier = {
			...{ agentId: '31001', reason: 201, reasonName: 'Lunch', mediaType: '53' },
			...{ mediaTypeName: 'Social Chat', outcome: 'accepted', retcode: '0', message: 'success' },
		};
		const busy = { agentId: '31002', reason: 203, options };
		const { success } = await runNode('setBusy', busy, [earlier], {
			credential: credentialFor(gateway()),
		});
		expect(success[0]).toMatchObject({ reason: 203, mediaTypeName: 'Social Chat' });
		expect(success[0]).not.toHaveProperty('reasonName');
	});

	it('do not output the Guid that the credential took from a row', async () => {
		const { guid } = gateway().agent('31000');
		const { run, success } = await runNode(
			'setBusy',
			{ agentId: '31001', reason: 0, options: { includeInputFields: true } },
			[{ name: 'x', token: `JSESSIONID=${guid}` }],
			{ credential: credentialFor(gateway(), '31000', { guid: '={{ $json.token }}' }) },
		);
		expect(success[0]).toMatchObject({ name: 'x', token: 'JSESSIONID=•••' });
		expect(JSON.stringify(run.data.resultData.runData.Node)).not.toContain(guid);
	});

	it('do not quote a Guid that a wrong column puts into a field', async () => {
		const { guid } = gateway().agent('31001');
		const { error } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.guid }}', reason: 0 },
			[{ guid }],
			{
				credential: credentialFor(gateway(), '31001', { authentication: 'guidPerItem', guid: '' }),
			},
		);
		expect(error?.message).toBe('Agent ID: a Guid is not a whole number 101 to 999999');
	});
});

describe('notes to more than 100 agents', () => {
	it('are sent in requests of at most 100, once each and in order', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => 50_001 + index);
		for (const id of ids) gateway().addAgent({ id: String(id) });
		const { success } = await runNode(
			'sendNote',
			{ agentIds: '={{ $json.ids }}', content: 'hello', options: { concurrency: 1 } },
			[{ ids: [...ids, ...ids] }],
			{ credential: credentialFor(gateway()) },
		);
		expect(gateway().requests.map(({ body }) => (body as { agentIds: number[] }).agentIds)).toEqual(
			[ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)],
		);
		expect(success[0]).toMatchObject({
			outcome: 'accepted',
			recipients: { accepted: ids, rejected: [], unknown: [], notAttempted: [] },
		});
		for (const id of ids) expect(gateway().agent(String(id)).inbox).toHaveLength(1);
	});

	it('report the worst outcome of their requests and list the recipients concerned', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => 50_001 + index);
		for (const id of ids) gateway().addAgent({ id: String(id) });
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', after: 1, times: 1 });
		gateway().faults.add({ kind: 'resetAfter', after: 1, times: 1 });
		const { failed } = await runNode(
			'sendNote',
			{ agentIds: ids.join(','), content: 'hello', options: { concurrency: 1 } },
			[{}],
			{ credential: credentialFor(gateway()), onError: 'continueErrorOutput' },
		);
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			retcode: '100-009',
			message:
				'The note to 50 agents may or may not have been sent: the connection broke before the answer came',
			description: expect.stringContaining(
				'Of 250 recipients: 100 accepted, 100 rejected, 50 unknown.',
			) as string,
			recipients: {
				accepted: ids.slice(0, 100),
				rejected: ids.slice(100, 200),
				unknown: ids.slice(200),
				notAttempted: [],
			},
		});
		for (const id of ids) expect(gateway().agent(String(id)).inbox.length).toBeLessThanOrEqual(1);
	});
});
