/** The packed package in n8n's command line: the example workflows, a refusal, a Guid per item. */
import type { IDataObject, IRun } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, oneNode, type OnError, useGateway } from '../support/bench';
import type { Flow } from '../support/n8n';
import { EFFECT, effectOf, FROZEN } from '../support/frozen';
import { exampleWorkflow, type WORKFLOWS } from '../support/workflows';
import { rows } from './support/flows';
import { N8n } from './support/n8n';

const GUID_PER_ITEM = 'guid-per-item';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
let n8n: N8n;

/** `n8n execute` starts at a Manual Trigger only: put one in the place of the Schedule Trigger. */
function example(name: (typeof WORKFLOWS)[number]): Flow {
	const flow = exampleWorkflow(name);
	const nodes = flow.nodes.map((node) =>
		node.type === 'n8n-nodes-base.scheduleTrigger'
			? { ...node, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} }
			: node,
	);
	return { ...flow, nodes };
}

const refused = (onError: OnError): Flow =>
	rows(
		[{ agent: '31001' }, { agent: '31007' }, { agent: '31002' }],
		oneNode('setBusy', { agentId: '={{ $json.agent }}', reason: 201 }, onError),
	);

beforeAll(async () => {
	n8n = await N8n.install('command-line');
	await n8n.importCredentials([
		{ id: CREDENTIAL_ID, name: 'Gateway', data: credentialFor(gateway()) },
		{
			id: GUID_PER_ITEM,
			name: 'Guid per item',
			data: credentialFor(gateway(), '31000', { authentication: 'guidPerItem', guid: '' }),
		},
	]);
	const perItem = oneNode(
		'setCustomStatus',
		{ agentId: '={{ $json.agent }}', customstate: { __rl: true, mode: 'code', value: 'Coaching' } },
		'continueErrorOutput',
		{
			credentials: { ccGatewayApi: { id: GUID_PER_ITEM, name: 'Guid per item' } },
		},
	);
	await n8n.importWorkflows([
		{ id: 'broadcast', ...example('scheduled-note-broadcast') },
		{ id: 'limits', ...example('session-limits-at-shift-change') },
		{ id: 'busy', ...example('team-busy-with-note') },
		...[...FROZEN].map(([version, flow]) => ({ ...flow, id: version })),
		{ id: 'refused-stop', ...refused('stopWorkflow') },
		{ id: 'refused-branch', ...refused('continueErrorOutput') },
		{
			id: 'per-item',
			...rows(
				[
					{ agent: '31001', guid: gateway().agent('31001').guid },
					{ agent: '31002', guid: '' },
					{ agent: '31003', guid: 'not-the-guid.AgentGateway1' },
					{ agent: '31004', guid: `JSESSIONID=${gateway().agent('31004').guid}` },
				],
				perItem,
			),
		},
	]);
});
afterAll(() => n8n?.remove());

const items = (run: IRun, node: string, branch = 0): IDataObject[] =>
	(run.data.resultData.runData[node]?.at(-1)?.data?.main?.[branch] ?? []).map(({ json }) => json);

describe('the example workflows', () => {
	it('sends one note to everybody on duty, nobody twice', async () => {
		const { code, run } = await n8n.execute('broadcast');
		expect(code).toBe(0);
		expect(items(run, 'Sent')).toEqual([{ report: 'The note went to 3 agents.' }]);
		expect(gateway().requests).toHaveLength(1);
		for (const id of ['31001', '31002', '31004']) {
			expect(gateway().agent(id).inbox).toMatchObject([
				{ from: '31000', content: expect.stringMatching(/^Good morning!/) as string },
			]);
		}
		expect(gateway().agent('31003').inbox).toHaveLength(0);
	});

	it('sets the session limits of the shift', async () => {
		const { code, run } = await n8n.execute('limits');
		expect(code).toBe(0);
		expect(items(run, 'Not Changed')).toEqual([]);
		const asked = items(run, 'Set Session Limit');
		expect(asked).toHaveLength(4);
		for (const { agentId, mediaType, callnums, outcome } of asked) {
			expect(outcome).toBe('accepted');
			const limits = gateway().agent(agentId as string).sessionLimits;
			expect(limits[mediaType as string]).toBe(Number(callnums));
		}
	});

	it('sets a team busy, tells those who were set, and reports who could not be', async () => {
		const { code, run } = await n8n.execute('busy');
		expect(code).toBe(0);
		for (const id of ['31001', '31002', '31008']) {
			expect(gateway().agent(id)).toMatchObject({ state: 'busy', busyReason: 202 });
			expect(gateway().agent(id).inbox).toHaveLength(1);
		}
		expect(gateway().agent('31007').inbox).toHaveLength(0);
		expect(items(run, 'Could Not Be Set')).toEqual([
			expect.objectContaining({
				agent: '31007',
				name: 'Gil',
				report: expect.stringMatching(/^Agent 31007 was not set busy: /) as string,
			}),
		]);
	});
});

it.each([...FROZEN.keys()])('a workflow saved with version %s does the same', async (version) => {
	const { code } = await n8n.execute(version);
	expect(code).toBe(0);
	expect(effectOf(gateway())).toEqual(EFFECT);
});

describe('an item that the gateway refuses', () => {
	it('stops the workflow with a message that says what was done and what not', async () => {
		const { code, run, output } = await n8n.execute('refused-stop');
		expect(code).toBe(1);
		const said = run.data.resultData.error?.message ?? '';
		expect(said).toMatch(/^Agent 31007 was not set busy: /);
		expect(output.includes(`\nNodeApiError: ${said}`)).toBe(true);
	});

	it('takes the error branch, and the others go on', async () => {
		const { code, run } = await n8n.execute('refused-branch');
		expect(code).toBe(0);
		expect(items(run, 'Node').map(({ agentId }) => agentId)).toEqual(['31001', '31002']);
		expect(items(run, 'Node', 1)).toMatchObject([
			{ agent: '31007', error: { outcome: 'rejected', retcode: '100-006', agentId: '31007' } },
		]);
		expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason: 201 });
	});
});

describe('with a Guid per item', () => {
	it('each item acts in the session of its own agent', async () => {
		gateway().switches.guidScope = 'own';
		const { code, run } = await n8n.execute('per-item');
		expect(code).toBe(0);
		expect(items(run, 'Node').map(({ agentId }) => agentId)).toEqual(['31001', '31004']);
		expect(gateway().agent('31001').customState).toBe(101);
		expect(gateway().agent('31004').customState).toBe(101);
		expect(items(run, 'Node', 1).map(({ error }) => error)).toMatchObject([
			{ agentId: '31002', outcome: 'rejected' },
			{ agentId: '31003', outcome: 'rejected', retcode: '000-003' },
		]);
		expect(gateway().requests).toHaveLength(3);
	});
});
