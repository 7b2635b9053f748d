/** The option that waits until an agent is actually in the requested state. */
import type { IDataObject } from 'n8n-workflow';
import type { RecordedRequest } from '../../simulator';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway();

/** The query limiter outlives a test, so every test uses other agents. */
let nextAgent = 36_000;
const talking = (setup = {}) => {
	const id = String(nextAgent++);
	gateway().addAgent({ id, state: 'talking', ...setup });
	return id;
};

const requestsTo = (...operations: Array<RecordedRequest['operation']>) =>
	gateway().requests.filter(({ operation }) => operations.includes(operation));

/** Resolves after a number of answered queries. */
const questions = async (count: number) => {
	const answered = () =>
		requestsTo('agentStatus', 'queryAgentInfoByWorkNo').filter(
			({ status }) => status !== undefined,
		);
	while (answered().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
};

const run = async (
	type: string,
	parameters: IDataObject,
	agentId: string,
	{ waitForState = 0, rows = [{}] as IDataObject[], options = {}, ...more } = {},
) =>
	await runNode(type, { agentId: '', ...parameters, options: { waitForState, ...options } }, rows, {
		credential: credentialFor(gateway(), agentId),
		...more,
	});

const restcause = { __rl: true, mode: 'code', value: '1' };
const rest = { minutes: 15, restcause, prolong: false };

describe.each<[type: string, parameters: IDataObject, state: string]>([
	['setBusy', { reason: 0 }, 'busy'],
	['startRest', rest, 'rest'],
])('%s during a call', (type, parameters, state) => {
	it('is only accepted without the option', async () => {
		const id = talking();
		const { success } = await run(type, parameters, id);
		expect(success[0]).not.toHaveProperty('state');
		expect(success[0]).not.toHaveProperty('reached');
		expect(gateway().requests).toHaveLength(1);
	});

	it('is reported as reached when the call ends', async () => {
		const id = talking();
		const running = run(type, parameters, id, { waitForState: 60 });
		await questions(1);
		gateway().endCall(id);
		const { success } = await running;
		expect(success[0]).toMatchObject({ outcome: 'accepted', state, reached: true });
		expect(requestsTo('agentStatus').length).toBeGreaterThanOrEqual(2);
		expect(gateway().agent(id).state).toBe(state);
	});

	it('is accepted, not failed, if the call lasts longer than the wait', async () => {
		const id = talking();
		const { error, success } = await run(type, parameters, id, { waitForState: 1 });
		expect(error).toBeUndefined();
		expect(success[0]).toMatchObject({
			outcome: 'accepted',
			retcode: '0',
			state: type === 'startRest' ? 'preRest' : 'talking',
			reached: false,
		});
	});
});

it.each<[type: string, parameters: IDataObject, state: string]>([
	['forceBusy', {}, 'busy'],
	['forceRest', { minutes: 15, restcause }, 'rest'],
])('%s asks about the other agent in the session of the inspector', async (type, more, state) => {
	const [inspector, id] = [talking({ state: 'idle', inspector: true }), talking()];
	const running = run(type, { workNo: id, ...more }, inspector, { waitForState: 60 });
	await questions(1);
	gateway().endCall(id);
	const { success } = await running;
	expect(success[0]).toMatchObject({ agentId: inspector, workNo: id, state, reached: true });
	for (const { path } of requestsTo('queryAgentInfoByWorkNo')) {
		expect(path).toBe(`/agentgroup/${inspector}/agentbyworkno/${id}`);
	}
});

it.each(['setIdle', 'forceIdle'])('%s is reported as reached without a wait', async (type) => {
	const [inspector, id] = [talking({ state: 'idle', inspector: true }), talking({ state: 'busy' })];
	const own = type === 'setIdle';
	const { success } = await run(type, own ? {} : { workNo: id }, own ? id : inspector, {
		waitForState: 60,
	});
	expect(success[0]).toMatchObject({ state: 'idle', reached: true });
	expect(gateway().requests).toHaveLength(2);
});

it('sends all items before the first wait has ended', async () => {
	const inspector = talking({ state: 'idle', inspector: true });
	const team = Array.from({ length: 4 }, () => talking());
	const running = run('forceBusy', { workNo: '={{ $json.id }}' }, inspector, {
		waitForState: 60,
		rows: team.map((id) => ({ id })),
		options: { concurrency: 1 },
	});
	await questions(1);
	while (requestsTo('forceBusy').length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
	for (const id of team) gateway().endCall(id);
	const { success } = await running;
	expect(success.map(({ workNo, reached }) => [workNo, reached])).toEqual(
		team.map((id) => [id, true]),
	);
}, 20_000);

it("keeps the order of one agent's rows", async () => {
	const inspector = talking({ state: 'idle', inspector: true });
	const id = talking();
	const running = run(
		'forceRest',
		{ workNo: id, minutes: '={{ $json.minutes }}', restcause },
		inspector,
		{ waitForState: 60, rows: [{ minutes: 10 }, { minutes: 20 }] },
	);
	await questions(1);
	expect(requestsTo('forceRest')).toHaveLength(1);
	gateway().endCall(id);
	const { success } = await running;
	expect(success.map(({ time, reached }) => [time, reached])).toEqual([
		[600, true],
		[1200, true],
	]);
	expect(gateway().agent(id).restSeconds).toBe(1200);
});

it('stops waiting when another item fails with "Stop Workflow"', async () => {
	gateway().switches.guidScope = 'vdn';
	const id = talking();
	const running = run('setBusy', { agentId: '={{ $json.id }}', reason: 0 }, id, {
		waitForState: 3600,
		rows: [{ id }, { id: '31007' }],
	});
	const { error } = await running;
	expect(error?.message).toMatch(/^Agent 31007 was not set busy/);
	expect(gateway().agent(id).preBusy).toBe(true);
});

it('stops waiting when the execution is cancelled, and accepted items stay accepted', async () => {
	const id = talking();
	let cancel = () => {};
	const running = run('setBusy', { reason: 0 }, id, {
		waitForState: 3600,
		...{
			onStart: (stop: () => void) => {
				cancel = stop;
			},
		},
	});
	await questions(1);
	cancel();
	const { run: ended, output } = await running;
	expect(ended.status).toBe('canceled');
	expect(output('Node')[0]?.json).toMatchObject({ outcome: 'accepted', reached: false });
});

it('sends no query in a dry run or about refused items', async () => {
	const id = talking({ state: 'busy' });
	await run('setBusy', { reason: 0 }, id, { waitForState: 60, options: { dryRun: true } });
	expect(gateway().requests).toHaveLength(0);
	const { success } = await run('setBusy', { reason: 0 }, id, {
		waitForState: 60,
		...{ onError: 'continueRegularOutput' as const },
	});
	expect(success[0]).toMatchObject({ outcome: 'rejected', retcode: '100-009' });
	expect(gateway().requests).toHaveLength(1);
});

it('leaves the next query to the look-up of another workflow, however many items wait', async () => {
	const inspector = talking({ state: 'idle', inspector: true });
	const team = Array.from({ length: 30 }, () => talking());
	const running = run('forceBusy', { workNo: '={{ $json.id }}' }, inspector, {
		waitForState: 3600,
		rows: team.map((id) => ({ id })),
		options: { concurrency: 50 },
	});
	await questions(5);
	const { success } = await run('getAgent', { workNo: '31001' }, inspector);
	expect(success[0]).toMatchObject({ workNo: '31001', outcome: 'accepted' });
	const order = requestsTo('queryAgentInfoByWorkNo').map(({ path }) => path.endsWith('/31001'));
	// The first five permits were taken; of the next five, the look-up has one.
	expect(order.indexOf(true)).toBeLessThan(10);
	for (const id of team) gateway().endCall(id);
	expect((await running).success.map(({ reached }) => reached)).toEqual(team.map(() => true));
}, 60_000);
