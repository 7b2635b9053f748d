/**
 * `npm run demo`: starts a strict CC-Gateway over HTTPS, where a session acts for its own agent only, and
 * runs the example workflows against it, on n8n's own engine with the built package. Ends by itself, with
 * exit code 0 if all went as it should.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import {
	requestLine,
	SERVICE_AGENT,
	serveDesktop,
	type Simulator,
	startSimulator,
	type Switches,
} from '../simulator';
import { CREDENTIAL_ID, credentialFor } from '../test/support/nodeRunner';
import { execute, type Execution } from '../test/support/engine';
import {
	allowedBreak,
	AT_NOON,
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
	TITLES,
} from '../test/support/workflows';

interface Scene {
	workflow: Example;
	/** What an analyst wants, in a sentence or two. */
	wish: string;
	/** Whose session it is. */
	session: string;
	/** The credential, where it is not an inspector's Guid. */
	credential?: IDataObject;
	/** What is written into the workflow beforehand, by the name of the node. */
	written?: ExampleOptions['written'];
	switches?: Partial<Switches>;
	/** What happens at the contact centre while the workflow's trigger listens. */
	happens?: (gateway: Simulator) => void;
	/** What has happened at the contact centre before the workflow begins. */
	before?: (gateway: Simulator) => void;
	/** The node whose items are what was asked, if any. */
	sent?: string;
	/** Our nodes, in the order in which they run. */
	nodes: string[];
	/** The node that says how it went, in words. */
	shownNode?: string;
	/** The node on the error branch that reports what did not work. */
	notDone?: string;
	/** Whether the run is to end as failed, since something could not be done. */
	ends: 'well' | 'as failed';
	/** What must be true of the gateway afterwards; a sentence each. */
	expected: Array<[sentence: string, holds: (gateway: Simulator) => boolean]>;
}

const inboxOf = (gateway: Simulator, ...ids: string[]) =>
	ids.every((id) => gateway.agent(id).inbox.length === 1);

const INSPECTOR = "an inspector's";
const BY_ITSELF = "a service agent's, who signs in by itself and may inspect";

const SIGN_IN = {
	authentication: 'signIn',
	agentId: SERVICE_AGENT.id,
	password: SERVICE_AGENT.password,
	phonenum: '6900',
	guid: '',
};

const SCENES: Scene[] = [
	{
		workflow: 'scheduled-note-broadcast',
		wish: 'Every weekday morning, one note to everybody on duty. One agent is in the roster twice.',
		session: INSPECTOR,
		sent: 'On Duty Only',
		nodes: ['Send Note'],
		notDone: 'Not Sent',
		ends: 'well',
		expected: [
			['three agents have one note each', (gateway) => inboxOf(gateway, '31001', '31002', '31004')],
			[
				'the agent who is off duty has none',
				(gateway) => gateway.agent('31003').inbox.length === 0,
			],
		],
	},
	{
		workflow: 'team-busy-with-note',
		wish: 'Set the team busy, tell those who were set. One of them is not signed in.',
		session: INSPECTOR,
		sent: 'Team',
		nodes: ['Force Busy', 'Send Note'],
		notDone: 'Could Not Be Set',
		ends: 'as failed',
		expected: [
			[
				'three agents are busy',
				(gateway) => ['31001', '31002', '31008'].every((id) => gateway.agent(id).state === 'busy'),
			],
			['they were told', (gateway) => inboxOf(gateway, '31001', '31002', '31008')],
			[
				'the agent who is signed out was not',
				(gateway) => gateway.agent('31007').inbox.length === 0,
			],
		],
	},
	{
		workflow: 'session-limits-at-shift-change',
		wish: 'When a shift begins in Berlin, every agent gets the limits of that shift.',
		session: "each agent's own, from the server of their desktop",
		credential: { authentication: 'guidPerItem', guid: '' },
		sent: 'Shift Plan',
		nodes: ['Set Session Limit'],
		notDone: 'Not Changed',
		ends: 'well',
		expected: [
			[
				'three agents have a limit for social chat',
				(gateway) =>
					['31001', '31002', '31003'].every(
						(id) => gateway.agent(id).sessionLimits['53'] !== undefined,
					),
			],
		],
	},
	{
		workflow: 'announce-to-a-skill-queue',
		wish: 'One note to everybody who is signed in to the skill queue "Service hotline".',
		session: INSPECTOR,
		nodes: ['Find Agents', 'Send Note'],
		notDone: 'Not Sent',
		ends: 'well',
		expected: [
			[
				'six agents have one note each',
				(gateway) => inboxOf(gateway, '31001', '31002', '31003', '31004', '31005', '31006'),
			],
			['nobody else has one', (gateway) => gateway.agent('31008').inbox.length === 0],
		],
	},
	{
		workflow: 'announce-to-everybody',
		wish: 'One note to everybody who is signed in to any skill queue. Some are in several.',
		session: INSPECTOR,
		nodes: ['Find Agents', 'Send Note'],
		notDone: 'Not Sent',
		ends: 'well',
		expected: [
			[
				'ten agents have one note each',
				(gateway) => gateway.agents().filter(({ inbox }) => inbox.length === 1).length === 10,
			],
			['nobody has two', (gateway) => gateway.agents().every(({ inbox }) => inbox.length < 2)],
		],
	},
	{
		workflow: 'who-forgot-to-sign-out',
		wish: 'After the last shift: who is still signed in? Nobody is signed out while the switch is off.',
		session: INSPECTOR,
		nodes: ['Find Agents'],
		ends: 'well',
		expected: [
			[
				'nobody was signed out',
				(gateway) => gateway.agents().filter(({ signedIn }) => signedIn).length === 13,
			],
		],
	},
	{
		workflow: 'lunch-rota',
		wish: 'Say five minutes before that lunch begins, send to rest, set idle afterwards. It is noon.',
		session: INSPECTOR,
		written: AT_NOON,
		before: (gateway) => gateway.rest('31003', 1800),
		sent: 'Rota',
		nodes: ['Tell Them', 'Force Rest', 'State Now', 'Force Idle'],
		notDone: 'Not Done',
		ends: 'well',
		expected: [
			['whose lunch begins at 12:05 knows', (gateway) => inboxOf(gateway, '31002')],
			['whose lunch begins rests', (gateway) => gateway.agent('31001').state === 'rest'],
			['whose lunch is over is idle', (gateway) => gateway.agent('31003').state === 'idle'],
		],
	},
	{
		workflow: 'which-kind-of-gateway',
		wish: 'How does this gateway behave where its documents are silent? Half a minute of questions that change nothing.',
		session: INSPECTOR,
		nodes: [],
		shownNode: 'Answers',
		ends: 'well',
		expected: [
			[
				'nothing was changed',
				(gateway) =>
					gateway.requests.every(
						({ method, path }) => method === 'GET' || path.endsWith('/queryacdstat'),
					),
			],
		],
	},
	{
		workflow: 'note-to-the-service-agent',
		wish: 'An agent writes "Busy" to the service agent and is set busy. (This gateway tells the text of a note.)',
		session: BY_ITSELF,
		credential: SIGN_IN,
		switches: { noteEvent: 'note' },
		happens: (gateway) => gateway.writeNote('31001', SERVICE_AGENT.id, 'Busy'),
		sent: 'What Is Asked',
		nodes: ['Force Busy'],
		notDone: 'Not Done',
		ends: 'well',
		expected: [['the sender is busy', (gateway) => gateway.agent('31001').state === 'busy']],
	},
	{
		workflow: 'long-breaks',
		wish: 'An agent goes to rest and is not back in time: the supervisor gets a note. (Three seconds are allowed.)',
		session: BY_ITSELF,
		credential: SIGN_IN,
		written: allowedBreak(0.05),
		happens: (gateway) => gateway.rest('31001'),
		sent: 'Allowed Break',
		nodes: ['Look Up the Agent', 'Tell the Supervisor'],
		notDone: 'Not Told',
		ends: 'well',
		expected: [['the supervisor has one note', (gateway) => inboxOf(gateway, '31000')]],
	},
];

const say = (text = '') => console.log(text);

const cell = (value: unknown): string =>
	typeof value === 'string' ? value : value === null ? '' : (JSON.stringify(value) ?? '');

/** Prints rows in columns as wide as they need to be. */
function table(rows: IDataObject[], columns: string[]): void {
	const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
	const widths = columns.map((_, index) =>
		Math.max(...lines.map((line) => line[index]?.length ?? 0)),
	);
	for (const [index, line] of lines.entries()) {
		say(
			`    ${line
				.map((text, at) => text.padEnd(widths[at] ?? 0))
				.join('  ')
				.trimEnd()}`,
		);
		if (index === 0) say(`    ${widths.map((width) => '-'.repeat(width)).join('  ')}`);
	}
}

/** Leaves out of a body what nobody shows. */
const unsaid = (field: string, value: unknown): unknown =>
	field === 'password' ? '[secret]' : value;

/** Every item of a node, whichever branch it took, with its outcome. */
const outcomesOf = (execution: Execution, node: string): IDataObject[] => [
	...execution.json(node, 0),
	...execution.json(node, 1).map(({ error }) => error as IDataObject),
];

const OUTCOME_COLUMNS = [
	'agentId',
	'workNo',
	'name',
	'state',
	'agentIds',
	'mediaType',
	'callnums',
	'reason',
	'outcome',
	'retcode',
];

/** Resolves when a trigger waits for an event. */
async function listening({ requests }: Simulator): Promise<void> {
	const waits = () =>
		requests.some(
			({ operation, endedAt }) => operation === 'getAgentEvent' && endedAt === undefined,
		);
	while (!waits()) await sleep(20);
}

async function play(scene: Scene, number: number): Promise<boolean> {
	say(`\n${number}. ${TITLES[scene.workflow]}`);
	say(`   ${scene.wish}`);
	say(`   Session: ${scene.session}`);
	const gateway = await startSimulator({ switches: { guidScope: 'own', ...scene.switches } });
	const desktop = await serveDesktop(gateway, 'key-of-the-demo');
	try {
		const flow = exampleWorkflow(scene.workflow, {
			desktop,
			written: scene.written,
		});
		scene.before?.(gateway);
		const running = execute(flow, {
			credentials: {
				[CREDENTIAL_ID]: credentialFor(gateway, '31000', scene.credential),
				[DESKTOP_CREDENTIAL_ID]: desktopCredential(desktop),
			},
		});
		if (scene.happens) {
			await Promise.race([listening(gateway), running]);
			scene.happens(gateway);
		}
		const execution = await running;
		if (execution.error && scene.ends === 'well') throw execution.error;
		const { sent, shownNode, notDone } = scene;

		if (sent !== undefined) {
			const rows = execution.json(sent);
			say(`\n  What was asked (the items of "${sent}"):`);
			table(rows, Object.keys(rows[0] ?? {}));
		}

		say('\n  What the gateway received:');
		for (const request of gateway.requests) {
			const body = request.body === undefined ? '' : `  ${JSON.stringify(request.body, unsaid)}`;
			say(`    ${requestLine(request)}${body}`);
		}

		for (const node of scene.nodes) {
			const outcomes = outcomesOf(execution, node);
			const columns = OUTCOME_COLUMNS.filter((name) => outcomes.some((row) => name in row));
			say(`\n  What came of it ("${node}"):`);
			table(outcomes, columns);
		}

		for (const { question, answer, advice } of shownNode === undefined
			? []
			: execution.json(shownNode)) {
			say(`\n  ${cell(question)}`);
			say(`    ${cell(answer)}`);
			if (advice) say(`    ${cell(advice)}`);
		}

		for (const { report, whatToDo } of notDone === undefined ? [] : execution.json(notDone)) {
			say('\n  On the error branch, as an analyst reads it:');
			say(`    ${cell(report)}`);
			say(`    ${cell(whatToDo)}`);
		}

		say();
		const ended: Scene['ends'] = execution.error ? 'as failed' : 'well';
		const checks: Array<[string, boolean]> = [
			...scene.expected.map(([sentence, holds]): [string, boolean] => [sentence, holds(gateway)]),
			[`the run ended ${scene.ends}`, ended === scene.ends],
		];
		for (const [sentence, ok] of checks) say(`  ${ok ? 'yes' : 'NO '}  ${sentence}`);
		return checks.every(([, ok]) => ok);
	} finally {
		await desktop.close();
		await gateway.close();
	}
}

async function main(): Promise<void> {
	const started = performance.now();
	say('\nThe example workflows, run by n8n against a simulated CC-Gateway over HTTPS.');
	let well = true;
	for (const [index, scene] of SCENES.entries()) well = (await play(scene, index + 1)) && well;
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	say(
		`\n${well ? 'All as it should be' : 'Something is not as it should be'}, after ${seconds} s.`,
	);
	say('The workflows are in workflows/; the README tells how to import them into your n8n.');
	process.exitCode = well ? 0 : 1;
}

main().catch((error: unknown) => {
	console.error(
		`\nThe demo could not be run: ${error instanceof Error ? error.message : String(error)}`,
	);
	process.exitCode = 1;
});
