/** The Queue Trigger on n8n's engine, over HTTPS, against the simulator. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { polled, type PolledOptions } from '../support/polling';
import { serviceAgentsOf } from '../support/serviceAgents';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock });
const { serviceAgent, signIns } = serviceAgentsOf(gateway);

const HOTLINE = { vdn: 1, id: 11 };
const long = (queue = HOTLINE, callers = 2) => {
	for (let count = 0; count < callers; count++) gateway().callerArrives(queue);
};
const empty = (queue = HOTLINE) => {
	while (gateway().callerLeaves(queue));
};

const SETTINGS = {
	queues: 'chosen',
	skillIds: [11, 12],
	waitingAtLeast: 2,
	longestWaitAtLeast: '',
	availableAtMost: '',
	forPolls: 1,
	alsoRecovered: false,
	recoveredBelow: '',
};

/** The process remembers reported queues by workflow, so every test uses another workflow. */
let workflows = 0;

const watch = async (parameters: IDataObject = {}, options: Partial<PolledOptions> = {}) =>
	await polled(
		'ccGatewayQueueTrigger',
		{ ...SETTINGS, ...parameters },
		{ credential: credentialFor(gateway()), workflowId: `workflow-${++workflows}`, ...options },
	);

const eventsOf = (items: IDataObject[] | undefined) =>
	items?.map(({ event, skillId }) => [event, skillId]);

/** The error of a failed poll. */
const refusal = async (parameters: IDataObject, options: Partial<PolledOptions> = {}) =>
	await (await watch(parameters, options)).poll().then(
		() => {
			throw new Error('It did not fail');
		},
		(error: { message: string; description: string }) => error,
	);

it('reports a long queue once, with its numbers, in one request per poll', async () => {
	const { poll } = await watch();
	expect(await poll()).toBeUndefined();
	long();
	expect(await poll()).toEqual([
		{
			event: 'queueIsLong',
			skillId: 11,
			name: 'Service hotline',
			waiting: 2,
			longestWait: expect.any(Number) as number,
			signedIn: 6,
			available: 5,
			reasons: ['waitingAtLeast'],
			since: expect.any(String) as string,
			at: expect.any(String) as string,
		},
	]);
	expect(await poll()).toBeUndefined();
	expect(gateway().requests).toHaveLength(3);
});

it('reports all queues that cross at one poll in one execution, and their recovery by choice', async () => {
	const { poll } = await watch({ queues: 'all', alsoRecovered: true, recoveredBelow: 1 });
	long();
	long({ vdn: 1, id: 31 });
	expect(eventsOf(await poll())).toEqual([
		['queueIsLong', 11],
		['queueIsLong', 31],
	]);
	gateway().callerLeaves(HOTLINE);
	expect(await poll()).toBeUndefined();
	empty();
	expect(eventsOf(await poll())).toEqual([['queueRecovered', 11]]);
});

it('causes no second alert after a restart of n8n, but one after it is published again', async () => {
	const { poll, stored } = await watch();
	long();
	await poll();
	const restarted = await watch({}, { how: 'init', stored: stored() });
	expect(await restarted.poll()).toBeUndefined();
	const republished = await watch({}, { how: 'activate', stored: stored() });
	expect(eventsOf(await republished.poll())).toEqual([['queueIsLong', 11]]);
	expect(await republished.poll()).toBeUndefined();
});

it('outputs the current numbers in a test, long or not, and stores nothing', async () => {
	const { poll, stored } = await watch({}, { mode: 'manual' });
	const items = await poll();
	expect(items).toMatchObject([
		{ event: 'test', skillId: 11, waiting: 0, signedIn: 6, reasons: [], since: null, found: true },
		{ event: 'test', skillId: 12, waiting: 0, reasons: [] },
	]);
	for (const item of items ?? []) expect(item).not.toHaveProperty('result');
	expect(stored()).toEqual({});
});

it('reports a queue only when it has been long for as many polls as chosen', async () => {
	const { poll } = await watch({ forPolls: 2 });
	long();
	expect(await poll()).toBeUndefined();
	expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
});

it.each(['', ' ', null])('takes the field %j for no condition', async (nothing) => {
	const fields = ['waitingAtLeast', 'longestWaitAtLeast', 'availableAtMost', 'recoveredBelow'];
	const none = Object.fromEntries(fields.map((field) => [field, nothing]));
	const { poll } = await watch({ ...none, skillIds: [11], availableAtMost: 5 });
	expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
	const waiting = await watch({ ...none, longestWaitAtLeast: 1 });
	expect(await waiting.poll()).toBeUndefined();
});

it('outputs in a test the fields of an alert, and the conditions that are met', async () => {
	long();
	const [tested] = (await (await watch({}, { mode: 'manual' })).poll()) ?? [];
	const [alert] = (await (await watch()).poll()) ?? [];
	expect(tested).toMatchObject({ event: 'test', reasons: ['waitingAtLeast'] });
	expect(Object.keys(tested ?? {})).toEqual([...Object.keys(alert ?? {}), 'found']);
});

describe('while the gateway is away', () => {
	const away = () => gateway().faults.add({ kind: 'refuseConnections' });

	it('fails one execution, keeps the next polls silent, and loses no alert', async () => {
		const { poll, log } = await watch();
		await poll();
		away();
		await expect(poll()).rejects.toThrow(/^The data of the skill queues was not read/);
		expect(await poll()).toBeUndefined();
		expect(await poll()).toBeUndefined();
		long();
		gateway().faults.clear();
		expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
		expect(log).toEqual(['The data of the skill queues can be read again']);
		away();
		await expect(poll()).rejects.toThrow(/was not read/);
		gateway().faults.clear();
		expect(await poll()).toBeUndefined();
	});

	it('refuses to publish the workflow at every attempt, and knows of no outage afterwards', async () => {
		away();
		const workflowId = 'never-published';
		for (const attempt of [1, 2]) {
			const { message } = await refusal({}, { workflowId });
			expect([attempt, message]).toEqual([attempt, expect.stringMatching(/was not read/)]);
		}
		gateway().faults.clear();
		const { poll, log } = await watch({}, { workflowId });
		await poll();
		expect(log).toEqual([]);
	});

	it('fails an execution of each workflow', async () => {
		const [one, other] = [await watch(), await watch()];
		await one.poll();
		await other.poll();
		away();
		await expect(one.poll()).rejects.toThrow(/was not read/);
		await expect(other.poll()).rejects.toThrow(/was not read/);
	});

	it('fails a test, and says what to do', async () => {
		away();
		const { message, description } = await refusal({}, { mode: 'manual' });
		expect(message).toMatch(/^The data of the skill queues was not read/);
		expect(description).toMatch(/^\S.*\.$/);
	});

	it.each(['init', 'leadershipChange'] as const)(
		'lets n8n start (%s), and fails one execution',
		async (how) => {
			away();
			const { poll, failed } = await watch({}, { how });
			expect(await poll()).toBeUndefined();
			expect(await poll()).toBeUndefined();
			expect(failed).toEqual([expect.stringMatching(/was not read/)]);
			gateway().faults.clear();
			long();
			expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
		},
	);

	it('retries a lost answer within the poll', async () => {
		gateway().faults.add({ kind: 'resetAfter', operation: 'queryStatInfoOfAcd', times: 1 });
		long();
		const { poll } = await watch();
		expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
	});
});

it('logs once that the gateway leaves a queue out, and watches the others', async () => {
	const { poll, log } = await watch({ skillIds: '={{ "99, 11" }}' });
	long();
	const line = 'The gateway returns no data of skill queue 99: it is not watched';
	expect(eventsOf(await poll())).toEqual([['queueIsLong', 11]]);
	expect(log).toEqual([line]);
	await poll();
	expect(log).toEqual([line]);
});

it('opens one session for all its polls', async () => {
	const { credential } = serviceAgent();
	const { poll } = await watch({}, { credential });
	await poll();
	await poll();
	expect(signIns()).toBe(1);
});

it.each([
	[{ waitingAtLeast: '' }, /^Waiting at Least: no condition is given/],
	[{ waitingAtLeast: 0 }, /^Waiting at Least: '0' is outside 1 to 100000/],
	[{ waitingAtLeast: -1 }, /^Waiting at Least: '-1' is not a whole number/],
	[{ waitingAtLeast: 1.5 }, /^Waiting at Least: '1.5' is not a whole number/],
	[{ waitingAtLeast: '={{ "many" }}' }, /^Waiting at Least: 'many' is not a whole number/],
	[{ waitingAtLeast: '={{ undefined }}' }, /^Waiting at Least: nothing is not a whole number/],
	[{ longestWaitAtLeast: 86_401 }, /^Longest Wait at Least \(Seconds\): '86401' is outside/],
	[{ availableAtMost: -1 }, /^Available Agents at Most: '-1'/],
	[{ forPolls: 0 }, /^For at Least \(Polls\): '0' is outside 1 to 1000/],
	[{ recoveredBelow: 2 }, /^Recovered Below \(Waiting\): '2' is not below '2'/],
	[
		{ waitingAtLeast: '', availableAtMost: 0, recoveredBelow: 1 },
		/^Recovered Below \(Waiting\): '1' has nothing to be below/,
	],
	[{ alsoRecovered: '={{ "perhaps" }}' }, /^Also When Recovered: 'perhaps' is neither/],
	[{ skillIds: [] }, /^Skill Queue Names or IDs: no skill queue was given/],
	[{ skillIds: '={{ "Orders" }}' }, /^Skill Queue Names or IDs: 'Orders' is not/],
	[{ queues: '={{ "some" }}' }, /^Queues: 'some' is none of its values/],
])('refuses %j and sends nothing', async (parameters, message) => {
	expect((await refusal(parameters)).message).toMatch(message);
	expect(gateway().requests).toEqual([]);
});

it.each([
	[
		{ waitingAtLeast: '' },
		"Fill in at least one of 'Waiting at Least', 'Longest Wait at Least (Seconds)' and 'Available Agents at Most'.",
	],
	[{ recoveredBelow: 2 }, "Give a number below 'Waiting at Least', or leave it empty."],
])('says for %j what to do: %s', async (parameters, remedy) => {
	expect((await refusal(parameters)).description).toBe(remedy);
});

it("refuses the credential's mode 'Guid per Item'", async () => {
	const credential = credentialFor(gateway(), '31000', { authentication: 'guidPerItem' });
	const { message, description } = await refusal({}, { credential });
	expect(message).toBe(
		"The Queue Alert Trigger cannot be used in the credential's mode 'Guid per Item'",
	);
	expect(description).toContain("'Sign In as an Agent'");
});

it('shows no secret in a failed execution', async () => {
	const { guid } = gateway().agent('31000');
	gateway().faults.add({ kind: 'echoGuid' });
	const error = await refusal({});
	expect(error.message + error.description).not.toContain(guid.split('.')[0]);
});
