/**
 * `npm run demo`: starts a strict CC-Gateway over HTTPS and runs the three example workflows against
 * it, on n8n's own engine with the built package. Ends by itself, with exit code 0 if all went as it
 * should.
 */
import type { IDataObject } from 'n8n-workflow';
import { requestLine, type Simulator, startSimulator } from '../simulator';
import { CREDENTIAL_ID, credentialFor } from '../test/support/bench';
import { execute, type Execution } from '../test/support/engine';
import { exampleWorkflow, type WORKFLOWS } from '../test/support/workflows';

interface Scene {
	workflow: (typeof WORKFLOWS)[number];
	title: string;
	/** What an analyst wants, in a sentence. */
	wish: string;
	/** The node whose items are what was asked. */
	asked: string;
	/** Our nodes, in the order in which they run. */
	nodes: string[];
	/** The node on the error branch that reports what did not work. */
	notDone: string;
	/** What must be true of the gateway afterwards; a sentence each. */
	expected: Array<[sentence: string, holds: (gateway: Simulator) => boolean]>;
}

const inboxOf = (gateway: Simulator, ...ids: string[]) =>
	ids.every((id) => gateway.agent(id).inbox.length === 1);

const SCENES: Scene[] = [
	{
		workflow: 'scheduled-note-broadcast',
		title: 'Scheduled note broadcast',
		wish: 'Every weekday morning, one note to everybody on duty. One agent is in the roster twice.',
		asked: 'On Duty Only',
		nodes: ['Send Note'],
		notDone: 'Not Sent',
		expected: [
			['three agents have one note each', (gateway) => inboxOf(gateway, '31001', '31002', '31004')],
			[
				'the agent who is off duty has none',
				(gateway) => gateway.agent('31003').inbox.length === 0,
			],
		],
	},
	{
		workflow: 'session-limits-at-shift-change',
		title: 'Session limits at shift change',
		wish: 'When a shift begins in Berlin, every agent gets the limits of that shift.',
		asked: 'Shift Now',
		nodes: ['Set Session Limit'],
		notDone: 'Not Changed',
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
		workflow: 'team-busy-with-note',
		title: 'Set a team busy and tell them',
		wish: 'Set the team busy with a reason, tell those who were set. One of them is not signed in.',
		asked: 'One Item per Row',
		nodes: ['Set Busy', 'Send Note'],
		notDone: 'Could Not Be Set',
		expected: [
			[
				'three agents are busy with reason 202, "Team meeting"',
				(gateway) =>
					['31001', '31002', '31008'].every((id) => gateway.agent(id).busyReason === 202),
			],
			['they were told', (gateway) => inboxOf(gateway, '31001', '31002', '31008')],
			[
				'the agent who is signed out was not',
				(gateway) => gateway.agent('31007').inbox.length === 0,
			],
		],
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

/** Every item of a node, whichever branch it took, with its outcome. */
const outcomesOf = (execution: Execution, node: string): IDataObject[] => [
	...execution.json(node, 0),
	...execution.json(node, 1).map(({ error }) => error as IDataObject),
];

const OUTCOME_COLUMNS = [
	'agentId',
	'agentIds',
	'mediaType',
	'callnums',
	'reason',
	'outcome',
	'retcode',
];

async function play(scene: Scene, number: number): Promise<boolean> {
	say(`\n${number}. ${scene.title}`);
	say(`   ${scene.wish}`);
	const gateway = await startSimulator({ switches: { guidScope: 'vdn' } });
	try {
		const execution = await execute(exampleWorkflow(scene.workflow), {
			credentials: {
				[CREDENTIAL_ID]: credentialFor(gateway, '31000', {
					busyReasons: '201 Lunch\n202 Team meeting',
				}),
			},
		});
		if (execution.error) throw execution.error;

		const asked = execution.json(scene.asked);
		say(`\n  What was asked (the items of "${scene.asked}"):`);
		table(asked, Object.keys(asked[0] ?? {}));

		say('\n  What the gateway received:');
		for (const request of gateway.requests) {
			const body = request.body === undefined ? '' : `  ${JSON.stringify(request.body)}`;
			say(`    ${requestLine(request)}${body}`);
		}

		for (const node of scene.nodes) {
			const outcomes = outcomesOf(execution, node);
			const columns = OUTCOME_COLUMNS.filter((name) => outcomes.some((row) => name in row));
			say(`\n  What came of it ("${node}"):`);
			table(outcomes, columns);
		}

		for (const { report, whatToDo } of execution.json(scene.notDone)) {
			say('\n  On the error branch, as an analyst reads it:');
			say(`    ${cell(report)}`);
			say(`    ${cell(whatToDo)}`);
		}

		say();
		return scene.expected
			.map(([sentence, holds]) => {
				const ok = holds(gateway);
				say(`  ${ok ? 'yes' : 'NO '}  ${sentence}`);
				return ok;
			})
			.every(Boolean);
	} finally {
		await gateway.close();
	}
}

async function main(): Promise<void> {
	const started = performance.now();
	say('\nThree example workflows, run by n8n against a simulated CC-Gateway over HTTPS.');
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
