/** The session, the polls and the replies of a check. */
import { CheckAbortedError, CheckStoppedError } from '../../../../gateway/check/answer';
import { agentStatus } from '../../../../gateway/operations/agentStatus';
import { writeSession } from '../../../../gateway/session/session';
import { OK, AWAY } from '../polling/pollerHarness';
import { SERVICE_AGENT_ID } from '../../../support/serviceAccount';
import { accepted, LOST, NOT_SIGNED_IN, REFUSED, TestCheck } from './checkHarness';

const STATUS = agentStatus(SERVICE_AGENT_ID);

let check: TestCheck;
beforeEach(() => (check = new TestCheck()));

const polls = () => check.sent.filter(({ path }) => path.startsWith('/agentevent/')).length;

describe('the session of a check', () => {
	it('is opened once', async () => {
		expect(check.context.signedIn).toBe(false);
		await check.context.send(STATUS);
		await check.context.send(STATUS);
		expect([check.signIns, check.context.signedIn]).toEqual([1, true]);
	});

	it('is the stored one, if there is one', async () => {
		check.stored = writeSession(check.session('stored.AgentGateway0'));
		expect(await check.context.session()).toMatchObject({ guid: 'stored.AgentGateway0' });
		expect([check.signIns, check.context.signedIn]).toEqual([0, false]);
	});

	it('is opened again where it was lost, three times in all', async () => {
		check.script.agentstatus = NOT_SIGNED_IN;
		const failing = check.context.send(STATUS);
		await expect(failing).rejects.toThrow(CheckStoppedError);
		await expect(failing).rejects.toThrow('the session was lost again');
		expect(check.signIns).toBe(3);
	});

	it.each([
		[{}, 'nothing listens at the gateway address'],
		[{ retcode: '100-002' }, 'nothing listens at the gateway address (100-002)'],
		[
			{ retcode: '100-002', message: 'elsewhere' },
			'nothing listens at the gateway address (100-002). The gateway says: elsewhere',
		],
	])('that cannot be opened stops the check, without another sign-in: %j', async (more, reason) => {
		check.refusal = { ...AWAY, ...more };
		await expect(check.context.session()).rejects.toEqual(new CheckStoppedError(reason));
		check.refusal = undefined;
		await expect(check.context.session()).rejects.toThrow(CheckStoppedError);
		expect(check.signIns).toBe(0);
	});

	it('takes over a Guid that was obtained without a poll, and stores it', async () => {
		const session = await check.context.session();
		check.time += 5_000;
		await check.context.adopt(session, 'next.AgentGateway0');
		expect(JSON.parse(check.stored)).toMatchObject({
			guid: 'next.AgentGateway0',
			renewedAt: check.time,
		});
		expect(check.context.usesAnotherThan('next.AgentGateway0')).toBe(false);
		expect(check.context.usesAnotherThan(session.guid)).toBe(true);
	});

	it('is not renewed by an older Guid', async () => {
		const session = await check.context.session();
		const { stored } = check;
		check.time += 5_000;
		check.cache.adopt(check.session('newer.AgentGateway0'));
		check.time -= 2_000;
		await check.context.adopt(session, 'older.AgentGateway0');
		expect(check.stored).toBe(stored);
	});

	it('is used by nobody else where there is none', () => {
		expect(check.context.usesAnotherThan('any')).toBe(false);
	});

	it('is renewed with a poll once two fifths of the life of its Guid have passed', async () => {
		await check.context.session();
		check.time += 47_999;
		await check.context.renewIfDue();
		expect(polls()).toBe(0);
		check.time += 1;
		await check.context.renewIfDue();
		expect(polls()).toBe(1);
	});

	it('is not renewed while a trigger polls', async () => {
		await check.context.session();
		check.time += 60_000;
		await check.cache.pollLock.acquire(() => {});
		await check.context.renewIfDue();
		expect(polls()).toBe(0);
	});
});

describe('a cancelled check', () => {
	it('sends nothing', async () => {
		const session = check.session('g');
		check.aborted = true;
		await expect(check.context.send(STATUS)).rejects.toThrow(CheckAbortedError);
		await expect(check.context.sendVariant(STATUS, {}, session)).rejects.toThrow(CheckAbortedError);
		await expect(check.context.sleep(1)).rejects.toThrow('The check was cancelled');
		await expect(check.context.pause(1)).resolves.toBeUndefined();
		expect([check.sent, check.signIns]).toEqual([[], 0]);
	});

	it.each<[string, () => Promise<unknown>]>([
		['a request', async () => await check.context.send(STATUS)],
		['a deviating request', async () => await check.context.sendVariant(STATUS, {})],
		['a poll', async () => await check.context.poll()],
	])('ends after %s in progress', async (_what, send) => {
		await check.context.session();
		const push = check.sent.push.bind(check.sent);
		check.sent.push = (...sent) => {
			check.aborted = true;
			return push(...sent);
		};
		await expect(send()).rejects.toThrow(CheckAbortedError);
		expect(check.sent).toHaveLength(1);
	});
});

describe('a reply', () => {
	it('that several questions read is requested once', async () => {
		check.script.agentstatus = [accepted(1), accepted(2)];
		const [one, two] = [
			await check.context.once('status', STATUS),
			await check.context.once('status', STATUS),
		];
		expect([one.result, two]).toEqual([1, one]);
		expect((await check.context.once('other', STATUS)).result).toBe(2);
	});

	it('to a deviating request comes from the given session, or from the one in use', async () => {
		await check.context.sendVariant(STATUS, {}, check.session('given'));
		await check.context.sendVariant(STATUS, { withoutCookies: true });
		expect(check.sent.map(({ guid, variant }) => [guid, variant])).toEqual([
			['given', {}],
			['guid-1.AgentGateway0', { withoutCookies: true }],
		]);
	});

	it('that refuses a deviating request opens no other session', async () => {
		check.script.agentstatus = NOT_SIGNED_IN;
		expect(await check.context.sendVariant(STATUS, {})).toMatchObject({ kind: 'session' });
		expect(check.sent).toHaveLength(1);
	});

	it('that refuses or gets lost is a reply', async () => {
		check.script.agentstatus = [REFUSED, LOST];
		expect(await check.context.send(STATUS)).toMatchObject({ kind: 'refused' });
		expect(await check.context.send(STATUS)).toMatchObject({ kind: 'lost' });
	});
});

describe('polls of a check', () => {
	const OBSTACLE = 'a trigger listens to agent 31900, and the check would take its events';

	it('take no events from a trigger of this process, or of another one', async () => {
		expect(await check.context.pollObstacle()).toBeUndefined();
		await check.cache.pollLock.acquire(() => {});
		expect(await check.context.pollObstacle()).toBe(OBSTACLE);
		expect(await check.context.poll()).toEqual([]);
		check.cache.pollLock.release();
		expect(await check.context.pollObstacle()).toBeUndefined();
		check.stored = writeSession({ ...check.session('g'), listener: 'another process' });
		expect(await check.context.pollObstacle()).toBe(OBSTACLE);
		expect(polls()).toBe(0);
	});

	it('wait for a poll of a run that is in progress', async () => {
		const startedAt = check.time;
		check.cache.pollLock.tryPoll(async () => {
			while (check.time < startedAt + 5_000) await Promise.resolve();
			return OK;
		});
		check.events = [[{ eventType: 'A' }]];
		expect(await check.context.poll()).toEqual([{ eventType: 'A' }]);
		expect(check.sent[0]?.at).toBeGreaterThanOrEqual(startedAt + 5_000);
	});

	it('give up where a poll of a run never ends', async () => {
		check.cache.pollLock.tryPoll(async () => await new Promise(() => {}));
		const startedAt = check.time;
		expect(await check.context.poll()).toEqual([]);
		expect([polls(), check.time - startedAt]).toEqual([0, 33_000]);
	});

	it('end with the first event that matches, or when the time is over', async () => {
		check.events = [[{ eventType: 'A' }], [{ eventType: 'B' }]];
		const isB = ({ eventType }: { eventType?: unknown }) => eventType === 'B';
		expect(await check.context.waitForEvent(isB, 12_000)).toEqual({ eventType: 'B' });
		check.sent.splice(0);
		expect(await check.context.waitForEvent(isB, 12_000)).toBeUndefined();
		expect(polls()).toBe(2);
		expect(await check.context.waitForEvent(isB, 0)).toBeUndefined();
		expect(polls()).toBe(2);
	});

	it('end when a trigger begins to poll', async () => {
		const waiting = check.context.waitForEvent(() => false, 60_000);
		const push = check.sent.push.bind(check.sent);
		check.sent.push = (...sent) => {
			void check.cache.pollLock.acquire(() => {});
			return push(...sent);
		};
		expect(await waiting).toBeUndefined();
		expect(polls()).toBe(1);
	});

	it('take the waiting events, fifty at most', async () => {
		check.events = [[{ eventType: 'A' }], [{ eventType: 'B' }]];
		await check.context.drainEvents();
		expect(polls()).toBe(3);
		check.events = Array.from({ length: 60 }, () => [{ eventType: 'A' }]);
		await check.context.drainEvents();
		expect(polls()).toBe(53);
	});
});
