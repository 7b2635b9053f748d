/** The packed package in n8n's command line: the example workflows, a refusal, a Guid per item. */
import type { IDataObject, IRun } from 'n8n-workflow';
import { type Desktop, serveDesktop } from '../../simulator';
import {
	CREDENTIAL_ID,
	credentialFor,
	oneNode,
	type OnError,
	useGateway,
} from '../support/nodeRunner';
import type { Flow } from '../support/n8n';
import { EFFECT, effectOf, FROZEN } from '../support/frozen';
import {
	AT_NOON,
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	exampleWorkflow,
	PER_ITEM,
	WORKFLOWS,
} from '../support/workflows';
import { rows } from './support/flows';
import { N8n } from './support/n8n';

const GUID_PER_ITEM = 'guid-per-item';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
let n8n: N8n;
let desktop: Desktop;

/** An example with a Manual Trigger in place of its Schedule Trigger, as `n8n execute` starts only there. */
function example(name: Example): Flow {
	const perItem = PER_ITEM.includes(name);
	const flow = exampleWorkflow(name, {
		desktop,
		credential: perItem ? { id: GUID_PER_ITEM, name: 'Guid per item' } : undefined,
		written: name === 'lunch-rota' ? AT_NOON : {},
	});
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
	desktop = await serveDesktop(gateway(), 'key-of-the-tests');
	await n8n.importCredentials([
		{ id: CREDENTIAL_ID, name: 'Gateway', data: credentialFor(gateway()) },
		{
			id: GUID_PER_ITEM,
			name: 'Guid per item',
			data: credentialFor(gateway(), '31000', { authentication: 'guidPerItem', guid: '' }),
		},
		{
			id: DESKTOP_CREDENTIAL_ID,
			name: 'Desktop',
			type: 'httpHeaderAuth',
			data: desktopCredential(desktop),
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
		...WORKFLOWS.map((name) => ({ ...example(name), id: name })),
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
afterAll(async () => {
	await desktop?.close();
	n8n?.remove();
});

const items = (run: IRun, node: string, branch = 0): IDataObject[] =>
	(run.data.resultData.runData[node]?.at(-1)?.data?.main?.[branch] ?? []).map(({ json }) => json);

describe('the example workflows', () => {
	beforeEach(() => {
		gateway().switches.guidScope = 'own';
	});

	it('sends one note to every agent on duty, to none twice', async () => {
		const { code, run } = await n8n.execute('scheduled-note-broadcast');
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

	it("sets the session limits of the shift, each in its agent's own session", async () => {
		const { code, run } = await n8n.execute('session-limits-at-shift-change');
		expect(code).toBe(0);
		const given = items(run, 'Set Session Limit');
		expect(given).toHaveLength(4);
		for (const { agentId, mediaType, callnums, outcome } of given) {
			expect(outcome).toBe('accepted');
			const limits = gateway().agent(agentId as string).sessionLimits;
			expect(limits[mediaType as string]).toBe(Number(callnums));
		}
	});

	it.each(['own', 'vdn'] as const)(
		'sets a team busy, sends them a note, and fails naming an agent who could not be set (%s)',
		async (guidScope) => {
			gateway().switches.guidScope = guidScope;
			const { code, run } = await n8n.execute('team-busy-with-note');
			expect(code).toBe(1);
			for (const id of ['31001', '31002', '31008']) {
				expect(gateway().agent(id).state).toBe('busy');
				expect(gateway().agent(id).inbox).toHaveLength(1);
			}
			expect(gateway().agent('31007').inbox).toHaveLength(0);
			expect(items(run, 'Could Not Be Set')).toMatchObject([
				{ agent: '31007', name: 'Gabriel Costa' },
			]);
			expect(run.data.resultData.error?.message).toMatch(
				/^1 of 4 could not be set busy: Agent 31007 was not set busy by inspector 31000: /,
			);
		},
	);

	it('announces to a skill queue', async () => {
		const { code, run } = await n8n.execute('announce-to-a-skill-queue');
		expect(code).toBe(0);
		const reported = items(run, 'Who Got It');
		expect(reported.length).toBeGreaterThan(2);
		for (const { agent, name } of reported) {
			expect(gateway().agent(agent as string).name).toBe(name);
			expect(gateway().agent(agent as string).inbox).toHaveLength(1);
		}
	});

	it('announces to all skill queues, to every agent once', async () => {
		const { code, run } = await n8n.execute('announce-to-everybody');
		expect(code).toBe(0);
		const reported = items(run, 'Who Got It');
		expect(reported).toHaveLength(10);
		for (const { agent } of reported) {
			expect(gateway().agent(agent as string).inbox).toHaveLength(1);
		}
	});

	it('lists the agents who forgot to sign out, and signs none of them out', async () => {
		const { code, run } = await n8n.execute('who-forgot-to-sign-out');
		expect(code).toBe(0);
		const [report] = items(run, 'Report');
		expect(report?.stillSignedIn).toHaveLength(10);
		expect(gateway().requests.every(({ operation }) => operation !== 'forceLogOutAgent')).toBe(
			true,
		);
	});

	it('gives agents the skill queues of the shift', async () => {
		const { code, run } = await n8n.execute('skills-at-shift-change');
		expect(code).toBe(0);
		const changed = items(run, 'Adjust Skill Queues');
		expect(changed.length).toBeGreaterThan(1);
		for (const { workNo, after } of changed) {
			const queues = gateway()
				.agent(workNo as string)
				.activeQueues.map(({ id }) => id);
			expect(queues).toEqual((after as Array<{ id: number }>).map(({ id }) => id));
		}
	});

	it('keeps the lunch rota', async () => {
		const { code } = await n8n.execute('lunch-rota');
		expect(code).toBe(0);
		expect(gateway().agent('31002').inbox).toHaveLength(1);
		expect(gateway().agent('31001').state).toBe('rest');
		expect(gateway().requests).toHaveLength(3);
	});

	it.each([
		['own', 'No, only for its own agent.'],
		['vdn', 'It can ask about others, and probably act for them.'],
	] as const)(
		'checks the gateway (%s)',
		async (guidScope, answer) => {
			gateway().switches.guidScope = guidScope;
			const { code, run } = await n8n.execute('which-kind-of-gateway');
			expect(code).toBe(0);
			expect(items(run, 'Answers')).toContainEqual(expect.objectContaining({ answer }));
			expect(items(run, 'Profile')).toHaveLength(1);
		},
		180_000,
	);
});

it.each([...FROZEN.keys()])(
	'runs a workflow saved with version %s with the same effect',
	async (version) => {
		const { code } = await n8n.execute(version);
		expect(code).toBe(0);
		expect(effectOf(gateway())).toEqual(EFFECT);
	},
);

describe('an item that the gateway refuses', () => {
	it('stops the workflow with a message about the items done and not done', async () => {
		const { code, run, output } = await n8n.execute('refused-stop');
		expect(code).toBe(1);
		const said = run.data.resultData.error?.message ?? '';
		expect(said).toMatch(/^Agent 31007 was not set busy: /);
		expect(output.includes(`\nNodeApiError: ${said}`)).toBe(true);
	});

	it('goes to the error branch, and the others go to the success branch', async () => {
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
