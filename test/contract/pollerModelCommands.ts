/** The commands of the random sequences of events and failures. */
import type { Exchange } from '../../gateway/http/exchange';
import { SessionClient } from '../../gateway/session/sessionClient';
import type { WaitContext } from '../../gateway/http/waitContext';
import { agentStatus } from '../../gateway/operations/agentStatus';
import { REQUEST_HEADERS } from '../../gateway/operations/request';
import type { RecordedRequest } from '../../simulator';
import { SERVICE_AGENT_ID } from '../support/serviceAccount';
import { commandOf, isSignIn } from './sharedCredential';
import { STEP_MS } from './steppedClock';
import type { PollerModelHarness } from './pollerModelHarness';
import { clock, gateway, stepped, TestSubscriber } from './pollerModelHarness';

const waitContext: WaitContext = {
	sleep: stepped.sleep,
	aborted: () => false,
	random: () => 0.5,
};

const command = commandOf<PollerModelHarness>();

export const join = command('join', async (harness) => {
	const taken = harness.present().map(({ key }) => key);
	const free = ['one', 'two', 'three'].find((key) => !taken.includes(key));
	if (free === undefined) return;
	const subscriber = new TestSubscriber(harness, free);
	harness.subscribers.push(subscriber);
	await harness.poller.subscribe(subscriber);
	await stepped.pass(STEP_MS);
});

export const leave = async (
	harness: PollerModelHarness,
	subscriber: TestSubscriber,
): Promise<void> => {
	const before = clock.now();
	subscriber.leftAt = before;
	await harness.poller.unsubscribe(subscriber);
	// Unsubscribing needs no time.
	expect(clock.now()).toBe(before);
};

export const leaveOne = command('leave', async (harness) => {
	const [subscriber] = harness.present();
	if (subscriber) await leave(harness, subscriber);
});

function push(harness: PollerModelHarness, count: number): void {
	for (let left = count; left > 0; left--) {
		gateway.pushEvent(SERVICE_AGENT_ID, 'AgentOther_Test', { number: harness.pushed++ });
	}
}

export const events = (count: number) =>
	command(`events(${count})`, (harness) => push(harness, count));

/** Publishes the workflow again: its trigger leaves and returns a moment later. */
export const republish = ([ms, count]: [number, number]) =>
	command(`republish(${ms} ms, ${count} events)`, async (harness) => {
		const [subscriber] = harness.present();
		if (subscriber === undefined) return;
		await leave(harness, subscriber);
		push(harness, count);
		await stepped.pass(ms);
		const next = new TestSubscriber(harness, subscriber.key);
		harness.subscribers.push(next);
		await harness.poller.subscribe(next);
		await stepped.rest();
	});

export const silence = (ms: number) =>
	command(`silence(${ms / 1000} s)`, async (harness) => {
		// Without a subscriber the session may be lost while the gateway still counts its agent as signed in.
		if (!harness.poller.active) harness.outages++;
		await stepped.pass(ms);
	});

/** A run of a node, in either process. */
export const run = (process: 0 | 1) =>
	command(`run(process ${process})`, async (harness) => {
		const client = new SessionClient(harness.sessionContext(process));
		let exchange: Exchange | undefined;
		void client
			.sendInSession(agentStatus(SERVICE_AGENT_ID), waitContext)
			.then((result) => (exchange = result));
		await stepped.passUntil(() => exchange !== undefined, 400_000);
		expect(exchange?.type).toBeDefined();
		const settled = client.settled();
		await stepped.rest();
		await settled;
	});

export const lostRequest = (operation: 'getAgentEvent' | 'login', after: boolean) =>
	command(`lost(${operation}, ${after ? 'answer' : 'request'})`, (harness) => {
		harness.outages++;
		gateway.faults.add({ kind: after ? 'resetAfter' : 'resetBefore', operation, times: 1 });
	});

export const outage = (ms: number) =>
	command(`away(${ms / 1000} s)`, async (harness) => {
		harness.outages++;
		const fault = gateway.faults.add({ kind: 'resetBefore' });
		await stepped.pass(ms);
		gateway.faults.remove(fault);
	});

export const restarted = command('restarted', (harness) => {
	harness.outages++;
	if (gateway.agent(SERVICE_AGENT_ID).signedIn) gateway.signOut(SERVICE_AGENT_ID);
});

export const refused = (ms: number) =>
	command(`passwordRefused(${ms / 1000} s)`, async (harness) => {
		harness.outages++;
		const isLogin = (request: RecordedRequest) => isSignIn(request);
		const fault = gateway.faults.add({ kind: 'retcode', retcode: '100-004', match: isLogin });
		if (gateway.agent(SERVICE_AGENT_ID).signedIn) gateway.signOut(SERVICE_AGENT_ID);
		const before = gateway.requests.length;
		await stepped.pass(ms);
		// A sign-in that was lost had no refusal.
		const tries = gateway.requests
			.slice(before)
			.filter((request) => isSignIn(request) && request.retcode === '100-004').length;
		// Two processes, each of which remembers a refusal.
		expect(tries).toBeLessThanOrEqual(2);
		gateway.faults.remove(fault);
		// A workflow is published.
		clock.advance(60_000);
		for (const cache of harness.caches) cache.allowAnotherTry();
	});

/** Another application signs in as the agent by force and then sends nothing. */
export const intruder = command('intruder', async (harness) => {
	harness.outages++;
	harness.intrusions++;
	const { password, phonenum } = harness.account();
	const path = `/onlineagent/${SERVICE_AGENT_ID}/forcelogin`;
	await stepped.counted(
		fetch(`${gateway.url}/agentgateway/resource${path}`, {
			method: 'PUT',
			headers: REQUEST_HEADERS,
			body: JSON.stringify({ password, phonenum }),
		}).catch(() => {}),
	);
});
