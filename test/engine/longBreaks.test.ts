/** The example 'Long breaks' on n8n's engine, with pinned events. */
import { execute, type Execution, resume } from '../support/engine';
import { NEVER_FAKED } from '../support/fastClock';
import { type ExampleOptions, exampleWorkflow } from '../support/workflows';
import { gateway, credentials, act } from './eventWorkflowHarness';

/** Used by the node Wait for forms only; jest cannot load its dependencies. */
jest.mock('sanitize-html', () => undefined);

describe('long breaks', () => {
	let hour = 0;
	beforeEach(() =>
		jest.useFakeTimers({
			// An hour apart, so that queries of the test before do not count toward the query limit.
			now: new Date(Date.UTC(2026, 0, 5, ++hour)),
			doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
		}),
	);
	afterEach(() => jest.useRealTimers());

	const later = (minutes: number) => jest.setSystemTime(Date.now() + minutes * 60_000);
	const flow = (options?: ExampleOptions) => exampleWorkflow('long-breaks', options);

	/** Runs the workflow up to its pause, with a change of state as the trigger's output. */
	const reported = async (state: string, agentId = '31001') =>
		await execute(flow(), {
			credentials: credentials(),
			pinData: {
				'When a State Changes': [
					{
						event: 'agentStateChanged',
						agentId,
						at: new Date().toISOString(),
						content: { state },
						raw: {},
					},
				],
			},
		});
	const goOn = async (waiting: Execution) =>
		await resume(waiting, flow(), { credentials: credentials() });
	const notes = () =>
		gateway()
			.agent('31000')
			.inbox.map(({ content }) => content);

	/** Sends an agent to rest, and runs the workflow with that event up to its pause. */
	async function rest(reportedAfterMinutes = 0): Promise<Execution> {
		await act('31001', 'rest/600/1');
		later(reportedAfterMinutes);
		const waiting = await reported('rest');
		expect(waiting.run).toMatchObject({ status: 'waiting' });
		expect(waiting.run.waitTill).toEqual(new Date(Date.now() + 15 * 60_000));
		return waiting;
	}

	it.each(['busy', 'idle', 'wrapUp', 'talking', 'signedIn', 'signedOut', 'unknown'])(
		'ends without a pause for an agent who is %s',
		async (state) => {
			const { error, run, json } = await reported(state);
			expect([error, run.status, json('Allowed Break')]).toEqual([undefined, 'success', []]);
			expect(gateway().requests).toEqual([]);
		},
	);

	it.each([0, 1.5])(
		'notifies the supervisor once of an agent still at rest (event %p min late)',
		async (late) => {
			const waiting = await rest(late);
			later(15);
			const { error, run } = await goOn(waiting);
			expect([error, run.status]).toEqual([undefined, 'success']);
			expect(notes()).toEqual(['Amara Okafor (agent 31001) has been at rest for 15 minutes.']);
		},
	);

	it.each([
		['is back', async () => await act('31001', 'cancelrest')],
		['is busy', async () => await act('31001', 'saybusy')],
		['has signed out', async () => await Promise.resolve(gateway().signOut('31001'))],
	])('sends no note about an agent who %s in time', async (_what, end) => {
		const waiting = await rest();
		later(10);
		await end();
		later(5);
		const { error, run } = await goOn(waiting);
		expect([error, run.status, notes()]).toEqual([undefined, 'success', []]);
	});

	it('reports only the second of two rests if only that is long', async () => {
		const first = await rest();
		later(10);
		await act('31001', 'cancelrest');
		later(1);
		const second = await rest();
		later(4);
		await goOn(first);
		expect(notes()).toEqual([]);
		later(11);
		await goOn(second);
		expect(notes()).toHaveLength(1);
	});

	it('reports a rest once if the gateway repeats its event', async () => {
		const first = await rest();
		later(5);
		const again = await reported('rest');
		later(10);
		await goOn(first);
		later(5);
		await goOn(again);
		expect(notes()).toHaveLength(1);
	});

	it.each([
		['the agent cannot be looked up', 'queryAgentInfoByWorkNo'],
		['the note is refused', 'sendNoteletEx'],
	])('fails if %s', async (_what, operation) => {
		const waiting = await rest();
		later(15);
		gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation });
		const { error, json } = await goOn(waiting);
		expect(notes()).toEqual([]);
		expect(json('Not Told')).toMatchObject([
			{ agent: '31001', supervisor: '31000', report: expect.any(String) as string },
		]);
		expect(error?.message).toMatch(/^The break of agent 31001 was not checked, or not reported: /);
	});
});
