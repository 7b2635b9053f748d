/** Actions of inspectors on other agents, rests, and the messages if the gateway refuses. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, type NodeRun, runNode, useGateway } from '../support/nodeRunner';
import { makeReady, NODE_SAMPLES } from '../support/samples';

const gateway = useGateway({ answerDelay: 30 });

const restcause = { __rl: true, mode: 'code', value: '={{ $json.why }}' };
const words = { restReasons: '1 Lunch\n2 Doctor' };

const inspect = async (
	type: string,
	parameters: IDataObject,
	rows: IDataObject[] = [{}],
	more = {},
): Promise<NodeRun> =>
	await runNode(type, { agentId: '', ...parameters }, rows, {
		credential: credentialFor(gateway(), '31000', words),
		...more,
	});

describe('a team', () => {
	it('is forced concurrently in one session, with the rows of one agent in order', async () => {
		const team = ['31001', '31002', '31003', '31004', '31006', '31008'];
		const rows = [10, 20, 30].flatMap((minutes) =>
			team.map((id) => ({ id, minutes, why: 'lunch' })),
		);
		const { success } = await inspect(
			'forceRest',
			{ workNo: '={{ $json.id }}', minutes: '={{ $json.minutes }}', restcause },
			rows,
		);
		expect(success.map(({ agentId, workNo, time }) => [agentId, workNo, time])).toEqual(
			rows.map(({ id, minutes }) => ['31000', id, 60 * minutes]),
		);
		const own = (id: string) => gateway().requests.filter(({ path }) => path.includes(`/${id}/`));
		for (const id of team) {
			expect(gateway().agent(id)).toMatchObject({ state: 'rest', restCause: 1, restSeconds: 1800 });
			own(id).reduce((before, after) => {
				expect(after.startedAt).toBeGreaterThanOrEqual(before.endedAt ?? Infinity);
				return after;
			});
		}
		const overlaps = gateway().requests.filter(
			({ startedAt }, index) => startedAt < (gateway().requests[index - 1]?.endedAt ?? 0),
		);
		expect(overlaps.length).toBeGreaterThan(0);
	});

	it('is set busy, at rest and idle over a whole day', async () => {
		for (const [type, parameters, state] of [
			['forceBusy', {}, 'busy'],
			['forceRest', { minutes: 30, restcause: 'doctor' }, 'rest'],
			['forceIdle', {}, 'idle'],
		] as const) {
			const { error } = await inspect(type, { workNo: '31002', ...parameters });
			expect(error).toBeUndefined();
			expect(gateway().agent('31002').state).toBe(state);
		}
	});
});

describe('barging in', () => {
	it('ends by End Insert, and the call continues', async () => {
		await inspect('insertIntoCall', { workNo: '31005' });
		expect(gateway().agent('31000').insertedInto).toBe('31005');
		const { success } = await inspect('endInsert', { workNo: '31005' });
		expect(success[0]).toMatchObject({ outcome: 'accepted' });
		expect(gateway().agent('31000')).toMatchObject({ state: 'idle', insertedInto: undefined });
		expect(gateway().agent('31005').state).toBe('talking');

		const { error } = await inspect('endInsert', { workNo: '31005' });
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^The part of inspector 31000 in the call of agent 31005 was not ended: /,
			) as string,
			description: expect.stringMatching(
				/^The inspector is probably not in the call of this agent\./,
			) as string,
		});
	});
});

describe('barging in with repeated rows', () => {
	it('sends one request for repeated rows', async () => {
		const rows = [{ id: 31005 }, { id: '31005' }];
		const { success } = await inspect('insertIntoCall', { workNo: '={{ $json.id }}' }, rows);
		expect(success.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
		expect(gateway().requests).toHaveLength(1);
	});
});

describe('signing out', () => {
	it('ends the session of the other agent', async () => {
		const { success } = await inspect('forceSignOut', { workNo: '31005', confirm: true });
		expect(success[0]).toMatchObject({ outcome: 'accepted', workNo: '31005' });
		expect(success[0]).not.toHaveProperty('confirm');
		expect(gateway().agent('31005').signedIn).toBe(false);
	});

	it('sends one request for repeated rows, even of different types, and reports each', async () => {
		const rows = [31002, '31002', 31003, ' 31002 '].map((id) => ({ id }));
		const { success, error } = await inspect(
			'forceSignOut',
			{ workNo: '={{ $json.id }}', confirm: true, options: { concurrency: 1 } },
			rows,
		);
		expect(error).toBeUndefined();
		expect(success.map(({ workNo, outcome }) => [workNo, outcome])).toEqual(
			['31002', '31002', '31003', '31002'].map((id) => [id, 'accepted']),
		);
		expect(gateway().requests.map(({ path }) => path.split('/').at(-1))).toEqual([
			'31002',
			'31003',
		]);
	});

	it('is not retried while its outcome is unknown', async () => {
		gateway().faults.add({ kind: 'resetAfter' });
		const { error } = await inspect('forceSignOut', { workNo: '31002', confirm: true });
		expect(error?.message).toMatch(
			/^Agent 31002 may or may not have been signed out by inspector 31000: /,
		);
		expect(gateway().requests).toHaveLength(1);
	});

	it('is not repeated by Retry On Fail after the agent has signed in again', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', after: 1, times: 1 });
		const rows = [{ id: '31001' }, { id: '31002' }];
		const { success } = await inspect(
			'forceSignOut',
			{ workNo: '={{ $json.id }}', confirm: true, options: { concurrency: 1 } },
			rows,
			{ node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 } },
		);
		expect(success.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
		expect(gateway().requests.map(({ path }) => path.split('/').at(-1))).toEqual([
			'31001',
			'31002',
			'31002',
		]);
	});
});

describe('an inspector without the right', () => {
	const inspections = NODE_SAMPLES.filter(({ sent }) => sent.path.startsWith('/qualitycontrol/'));

	it('covers every node that has an inspector', () => {
		expect(inspections.map(({ type }) => type).sort()).toEqual(
			[
				...['adjustSkillQueues', 'endInsert', 'forceBusy', 'forceIdle', 'forceRest'],
				...['forceSignOut', 'insertIntoCall'],
			].sort(),
		);
	});

	it.each(inspections)(
		'gets a message that names the right that $type needs',
		async ({ type, parameters }) => {
			const { failed } = await runNode(type, { ...parameters, agentId: '' }, [{}], {
				credential: credentialFor(gateway(), '31001'),
				onError: 'continueErrorOutput',
			});
			const barging = type === 'insertIntoCall' || type === 'endInsert';
			expect(failed[0]).toMatchObject({
				outcome: 'rejected',
				retcode: '900-002',
				description: expect.stringContaining(
					barging
						? "the right 'call listening or break in' (number 13)"
						: "'forcible sign-out, busy showing, or idle showing' (number 15)",
				) as string,
			});
			const undocumented = type === 'forceRest' || type === 'adjustSkillQueues';
			expect(failed[0]?.description).toMatch(undocumented ? /probably/ : /^(?!.*probably)/);
		},
	);

	it.each(inspections)(
		'sends nothing in a dry run of $type',
		async ({ type, parameters, sent }) => {
			const { success } = await inspect(type, { ...parameters, options: { dryRun: true } });
			const request = { method: sent.method, path: sent.path };
			// An operation that may take several requests lists them.
			const several = type === 'adjustSkillQueues';
			expect(success[0]).toMatchObject({
				dryRun: true,
				...(several ? { requests: [request] } : { request }),
			});
			expect(gateway().requests).toHaveLength(0);
		},
	);
});

describe('a refusal for the state of an agent', () => {
	const own = async (type: string, agentId: string, parameters: IDataObject = {}) =>
		await runNode(type, { agentId: '', ...parameters }, [{}], {
			credential: credentialFor(gateway(), agentId, words),
			onError: 'continueErrorOutput',
		});
	const rest = { minutes: 15, restcause: 'lunch', prolong: false };

	it("names the gateway's switch for an agent who is already at rest", async () => {
		const sample = NODE_SAMPLES.find(({ type }) => type === 'endRest')!;
		await makeReady(gateway(), sample, '31001');
		const again = await own('startRest', '31001', rest);
		expect(again.failed[0]).toMatchObject({
			message: 'Agent 31001 was not sent to rest: the state could not be set',
			description: expect.stringMatching(
				/^An agent who is at rest .*'Replace Current Rest'/,
			) as string,
		});
		const { success } = await own('startRest', '31001', { ...rest, prolong: true });
		expect(success[0]).toMatchObject({ outcome: 'accepted', restcause: 1, prolong: true });
		expect(gateway().agent('31001').restSeconds).toBe(900);
	});

	it.each([
		['endRest', '31001', 'The rest of agent 31001 was not ended', /^The agent is probably not at/],
		['clearCustomStatus', '31001', /not cleared/, /^The agent probably has no custom status\./],
		['setIdle', '31005', 'Agent 31005 was not set idle', /^An agent in a call cannot be set idle/],
	])('explains the refusal for %s', async (type, agentId, message, description) => {
		const { failed } = await own(type, agentId);
		expect(failed[0]?.retcode).toBe('100-009');
		expect(failed[0]?.message).toMatch(message);
		expect(failed[0]?.description).toMatch(description);
	});

	it('explains the refusal to an inspector who sets an agent in a call idle', async () => {
		const { failed } = await inspect('forceIdle', { workNo: '31005' }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(failed[0]).toMatchObject({
			retcode: '900-005',
			description: expect.stringMatching(/^An agent in a call cannot be set idle/) as string,
		});
	});
});

describe('rest reasons', () => {
	it.each<[IDataObject, number]>([
		[{ why: 'LUNCH' }, 1],
		[{ why: 'Doctor (2)' }, 2],
		[{ why: ' 255 ' }, 255],
		[{ why: 7 }, 7],
		[{ why: '' }, 0],
		[{ why: 'no reason' }, 0],
	])('of a row %j are sent as %p', async (row, code) => {
		const { success } = await runNode(
			'startRest',
			{ agentId: '', minutes: '={{ "15" }}', restcause, prolong: false },
			[row],
			{ credential: credentialFor(gateway(), '31001', words) },
		);
		expect(success[0]).toMatchObject({ outcome: 'accepted', time: 900, restcause: code });
		expect(gateway().agent('31001').restCause).toBe(code);
	});

	it('are left out if the field is empty', async () => {
		const { success } = await runNode(
			'startRest',
			{ agentId: '', minutes: 1, restcause: { __rl: true, mode: 'list', value: '' } },
			[{}],
			{ credential: credentialFor(gateway(), '31001') },
		);
		expect(success[0]).toMatchObject({ time: 60, restcause: 0, prolong: false });
	});
});
