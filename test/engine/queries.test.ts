/** Queries: the gateway's limit, answers in words, lost answers. */
import type { IDataObject } from 'n8n-workflow';
import type { RecordedRequest } from '../../simulator';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { serveAnswer } from '../support/stubServer';

const gateway = useGateway();

/** The query limiter outlives a test, so every test queries as another agent. */
let nextAskingAgent = 35_000;
const asking = () => {
	const id = String(nextAskingAgent++);
	gateway().addAgent({ id, inspector: true });
	return id;
};

/** Queries agent 31001, once per row. */
const ask = async (id: string, count: number, options = {}, more = {}) =>
	await runNode(
		'getAgent',
		{ agentId: id, workNo: '31001', options: { concurrency: 50, maxTries: 1, ...options } },
		Array.from({ length: count }, () => ({})),
		{ credential: credentialFor(gateway(), id), onError: 'continueRegularOutput', ...more },
	);

/** Maximum number of requests within two seconds. */
const densest = (requests: readonly RecordedRequest[]): number =>
	Math.max(
		...requests.map(
			({ startedAt: from }) =>
				requests.filter(({ startedAt }) => startedAt >= from && startedAt < from + 2000).length,
		),
	);

describe('the limit of five queries in two seconds', () => {
	/** Whether a query slept until a permit was free. Sleeps of 50 ms only wait for answers in progress. */
	let hasWaited: () => boolean;
	beforeEach(() => {
		const timer = jest.spyOn(globalThis, 'setTimeout');
		hasWaited = () => timer.mock.calls.some(([, ms = 0]) => ms > 50 && ms <= 2_020);
	});
	afterEach(() => jest.restoreAllMocks());

	it('holds for one agent across items and executions', async () => {
		const id = asking();
		const runs = await Promise.all([ask(id, 6), ask(id, 6)]);
		for (const { success } of runs) {
			expect(success.map(({ outcome }) => outcome)).toEqual(Array(6).fill('accepted'));
		}
		expect(gateway().requests).toHaveLength(12);
		expect(densest(gateway().requests)).toBeLessThanOrEqual(5);
		expect(hasWaited()).toBe(true);
	}, 20_000);

	it('counts for the agent whose session is used, even in queries of the own status of others', async () => {
		gateway().switches.guidScope = 'vdn';
		const id = asking();
		const others = Array.from({ length: 7 }, asking);
		const { success } = await runNode(
			'getAgentStatus',
			{ agentId: '={{ $json.id }}', includeCustomStatus: false, options: { maxTries: 1 } },
			others.map((other) => ({ id: other })),
			{ credential: credentialFor(gateway(), id) },
		);
		expect(success.map(({ state }) => state)).toEqual(Array(7).fill('idle'));
		expect(densest(gateway().requests)).toBeLessThanOrEqual(5);
	}, 20_000);

	it('does not delay other agents or requests that are no queries', async () => {
		const [id, other] = [asking(), asking()];
		const [first, second, busy] = await Promise.all([
			ask(id, 5),
			ask(other, 5),
			runNode('setBusy', { agentId: id, reason: 0 }, [{}], {
				credential: credentialFor(gateway(), id),
			}),
		]);
		for (const { success } of [first, second, busy]) {
			for (const { outcome } of success) expect(outcome).toBe('accepted');
		}
		expect(gateway().requests).toHaveLength(11);
		expect(hasWaited()).toBe(false);
	});

	it('does not consume the timeout of an answer', async () => {
		const { success } = await ask(asking(), 7, { timeout: 1500 });
		expect(success.map(({ outcome }) => outcome)).toEqual(Array(7).fill('accepted'));
		expect(densest(gateway().requests)).toBeLessThanOrEqual(5);
	}, 20_000);

	it('stops waiting when the execution is cancelled', async () => {
		let cancel = () => {};
		const id = asking();
		const running = ask(
			id,
			40,
			{},
			{
				onStart: (stop: () => void) => {
					cancel = stop;
				},
			},
		);
		while (gateway().requests.filter(({ status }) => status !== undefined).length < 5) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		cancel();
		const { run, output } = await running;
		expect(run.status).toBe('canceled');
		expect(gateway().requests).toHaveLength(5);
		const outcomes = output('Node').map(({ json }) => json.outcome);
		expect(outcomes.filter((outcome) => outcome === 'notAttempted')).toHaveLength(35);
		expect(outcomes).not.toContain('rejected');
	});
});

describe('Get Agent Status', () => {
	it("asks for the custom status, too, and outputs the credential's word for it", async () => {
		const agents = [asking(), asking(), asking()];
		gateway().switches.guidScope = 'vdn';
		for (const [index, code] of [100, 300].entries()) {
			const parameters = { agentId: agents[index]!, customstate: code };
			await runNode('setCustomStatus', parameters, [{}], { credential: credentialFor(gateway()) });
		}
		const { success } = await runNode(
			'getAgentStatus',
			{ agentId: '={{ $json.id }}', includeCustomStatus: true },
			agents.map((id) => ({ id })),
			{ credential: credentialFor(gateway(), agents[0]) },
		);
		expect(
			success.map(({ agentId, state, customStatus, customStatusWord }) => [
				...[agentId, state, customStatus, customStatusWord],
			]),
		).toEqual([
			[agents[0], 'idle', 100, 'Back office'],
			[agents[1], 'idle', 300, null],
			[agents[2], 'idle', null, null],
		]);
	}, 20_000);

	it('fails with the answer to the second query', async () => {
		const id = asking();
		gateway().faults.add({ kind: 'retcode', retcode: '100-006', operation: 'queryCustomState' });
		const { error } = await runNode(
			'getAgentStatus',
			{ agentId: id, includeCustomStatus: true },
			[{}],
			{ credential: credentialFor(gateway(), id) },
		);
		expect(error?.message).toBe(
			`The status of agent ${id} was not read: the agent is not signed in`,
		);
	});

	it('outputs every state in words', async () => {
		gateway().switches.guidScope = 'vdn';
		const id = asking();
		const states = ['idle', 'busy', 'wrapUp', 'talking', 'rest'] as const;
		const rows = states.map((state, index) => {
			gateway().addAgent({ id: String(36_000 + index), state });
			return { id: 36_000 + index };
		});
		const { success } = await runNode(
			'getAgentStatus',
			{ agentId: '={{ $json.id }}', includeCustomStatus: false },
			rows,
			{ credential: credentialFor(gateway(), id) },
		);
		expect(success.map(({ state, stateCode }) => [state, stateCode])).toEqual([
			...[
				['idle', 4],
				['busy', 3],
				['wrapUp', 5],
				['talking', 7],
				['rest', 8],
			],
		]);
	});
});

describe('Get Agent', () => {
	const look = async (workNo: string) => {
		const id = asking();
		return await runNode('getAgent', { agentId: id, workNo }, [{}], {
			credential: credentialFor(gateway(), id),
		});
	};

	it('looks up an agent who is signed out', async () => {
		const { success } = await look('31007');
		expect(success[0]).toMatchObject({
			workNo: '31007',
			name: 'Gabriel Costa',
			state: 'signedOut',
			skills: [],
			signedInAt: null,
		});
	});

	it.each(['39999', '41001'])('reports that agent %s is not in the VDN', async (workNo) => {
		const { error } = await look(workNo);
		expect(error?.message).toBe(
			`Agent ${workNo} was not looked up: the agent asked for does not exist`,
		);
	});
});

describe('a query with a lost answer', () => {
	it('is retried, and reported as safe to repeat', async () => {
		gateway().faults.add({ kind: 'resetAfter', times: 1 });
		const { success } = await ask(asking(), 1, { maxTries: 3 });
		expect(success[0]).toMatchObject({ outcome: 'accepted', state: 'idle' });
		expect(gateway().requests).toHaveLength(2);

		gateway().faults.add({ kind: 'resetAfter' });
		const never = await ask(asking(), 1);
		expect(never.success[0]).toMatchObject({
			outcome: 'unknown',
			error: {
				message: 'Agent 31001 was not looked up: the connection broke before the answer came',
				description: 'Run it again: a question changes nothing.',
			},
		});
	});
});

describe('an answer that does not match the query', () => {
	const answered = async (type: string, parameters: IDataObject, result: unknown) => {
		const server = await serveAnswer(JSON.stringify({ retcode: '0', message: 'success', result }));
		try {
			return await runNode(type, parameters, [{}], {
				credential: { ...credentialFor(gateway()), gatewayUrl: server.url },
				onError: 'continueErrorOutput',
			});
		} finally {
			await server.close();
		}
	};
	const other = { workno: '31999', name: 'Other', status: '4' };

	it.each([
		['another agent', other, "the gateway's answer is about another agent, '31999'"],
		['nobody', {}, "the gateway's answer says nothing about agent 31002"],
		['nothing', null, "the gateway's answer says nothing about agent 31002"],
	])('fails Get Agent if it holds %s', async (_about, result, meaning) => {
		const { success, failed } = await answered(
			'getAgent',
			{ agentId: '', workNo: '31002' },
			result,
		);
		expect(success).toEqual([]);
		expect(failed).toMatchObject([
			{
				outcome: 'unknown',
				workNo: '31002',
				message: `Agent 31002 was not looked up: ${meaning}`,
			},
		]);
	});

	it('fails Get Agent Status if it is empty', async () => {
		const { failed } = await answered('getAgentStatus', { agentId: '' }, []);
		expect(failed).toMatchObject([
			{
				outcome: 'unknown',
				message: expect.stringContaining('does not say what the agent is doing') as string,
			},
		]);
	});

	it('does not count as the reached state for Wait for State', async () => {
		const parameters = { agentId: '', workNo: '31002', options: { waitForState: 1 } };
		const { success } = await answered('forceIdle', parameters, other);
		expect(success).toMatchObject([{ outcome: 'accepted', state: 'unknown', reached: false }]);
	});
});
