import type { Verdict } from '../../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import type { AgentId } from '../../../../gateway/values/agentId';
import { DEFAULT_OPTIONS } from '../../../../nodes/shared/read/options';
import { waitForState } from '../../../../nodes/shared/waitForState';

const own = { agentId: '31001' as AgentId };
const other = { ...own, workNo: '31002' as AgentId };

const answer = (outcome: Verdict['outcome'], result: unknown): Verdict => ({
	outcome,
	retry: 'never',
	meaning: '',
	remedy: '',
	retcode: '0',
	message: '',
	result,
});

const inState = (code: number) => answer('accepted', { agentState: code });

/** A context whose clock moves only by sleeping. @param answers the answers in order; the last one repeats */
function waiting(seconds: number, answers: Verdict[], abortedAfter = Infinity) {
	let now = 5_000;
	jest.spyOn(performance, 'now').mockImplementation(() => now);
	const requests: GatewayRequest[] = [];
	const releaseSlot = jest.fn();
	const slept: number[] = [];
	const context = {
		options: { ...DEFAULT_OPTIONS, waitForState: seconds },
		query: async (request: GatewayRequest) => {
			requests.push(request);
			return answers[Math.min(requests.length, answers.length) - 1]!;
		},
		releaseSlot,
		sleep: async (ms: number) => {
			slept.push(ms);
			now += ms;
		},
		aborted: () => requests.length >= abortedAfter,
	};
	return { context, requests, releaseSlot, slept };
}

afterEach(() => jest.restoreAllMocks());

it('does nothing without the option', async () => {
	const { context, requests, releaseSlot } = waiting(0, [inState(3)]);
	expect(await waitForState('busy')(own, context)).toEqual({});
	expect(requests).toEqual([]);
	expect(releaseSlot).not.toHaveBeenCalled();
});

it('ends as soon as the state is reached, and releases its slot from the start', async () => {
	const { context, requests, releaseSlot, slept } = waiting(60, [
		inState(7),
		inState(5),
		inState(3),
	]);
	expect(await waitForState('busy')(own, context)).toEqual({ state: 'busy', reached: true });
	expect(requests.map(({ path }) => path)).toEqual(Array(3).fill('/onlineagent/31001/agentstatus'));
	expect(slept).toEqual([1000, 1000]);
	expect(releaseSlot).toHaveBeenCalledTimes(1);
});

it('asks about another agent in the session of the acting agent', async () => {
	const { context, requests } = waiting(5, [answer('accepted', { workno: '31002', status: '8' })]);
	expect(await waitForState('rest')(other, context)).toEqual({ state: 'rest', reached: true });
	expect(requests[0]).toMatchObject({
		agentId: '31001',
		path: '/agentgroup/31001/agentbyworkno/31002',
	});
});

it('reports the last state when the time is up', async () => {
	const { context, requests, slept } = waiting(2, [inState(4), inState(7)]);
	expect(await waitForState('busy')(own, context)).toEqual({ state: 'talking', reached: false });
	expect(slept).toEqual([1000, 1000]);
	expect(requests).toHaveLength(3);
});

it('waits no longer than the remaining time', async () => {
	const { context, slept } = waiting(1, [inState(4)]);
	await waitForState('busy')(own, context);
	expect(slept).toEqual([1000]);
});

it('continues after a lost answer, and keeps the last known state', async () => {
	const lost = answer('unknown', null);
	const { context, requests } = waiting(4, [inState(7), lost, answer('rejected', {}), inState(3)]);
	expect(await waitForState('busy')(own, context)).toEqual({ state: 'busy', reached: true });
	expect(requests).toHaveLength(4);

	const never = waiting(2, [inState(7), lost]);
	expect(await waitForState('busy')(own, never.context)).toEqual({
		state: 'talking',
		reached: false,
	});
});

it('reports no state if none can be read', async () => {
	const { context } = waiting(1, [answer('accepted', 'nonsense'), answer('unknown', null)]);
	expect(await waitForState('busy')(own, context)).toEqual({ state: 'unknown', reached: false });
});

it('stops when the run stops', async () => {
	const { context, requests, slept } = waiting(3600, [inState(7)], 2);
	expect(await waitForState('busy')(own, context)).toEqual({ state: 'talking', reached: false });
	expect(requests).toHaveLength(2);
	expect(slept).toEqual([1000]);
});
