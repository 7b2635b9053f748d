import type { Exchange } from '../../../../gateway/http/exchange';
import { PollLock } from '../../../../gateway/session/pollLock';
import { answeredWith } from '../../../support/exchanges';

let time = 0;
beforeEach(() => (time = 1_000_000));

const EVENT = answeredWith('0');

/** A run's poll that the test ends. */
function slowPoll() {
	let answer: (exchange?: Exchange) => void = () => {};
	let begun = 0;
	const poll = async (): Promise<Exchange | undefined> => {
		begun++;
		return await new Promise((resolve) => (answer = resolve));
	};
	const end = async (exchange?: Exchange): Promise<void> => {
		answer(exchange);
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { poll, begun: () => begun, end };
}

it('lets runs poll one at a time, a second apart', async () => {
	const pollLock = new PollLock(() => time);
	const { poll, begun, end } = slowPoll();
	pollLock.tryPoll(poll);
	pollLock.tryPoll(poll);
	expect(begun()).toBe(1);
	await end();
	time += 999;
	pollLock.tryPoll(poll);
	expect(begun()).toBe(1);
	time += 1;
	pollLock.tryPoll(poll);
	expect(begun()).toBe(2);
});

it('lets no run poll while a trigger does', async () => {
	const pollLock = new PollLock(() => time);
	const { poll, begun } = slowPoll();
	await pollLock.acquire(() => {});
	expect(pollLock.isHeld).toBe(true);
	pollLock.tryPoll(poll);
	expect(begun()).toBe(0);
	pollLock.release();
	expect(pollLock.isHeld).toBe(false);
	pollLock.tryPoll(poll);
	expect(begun()).toBe(1);
});

it("lets a trigger wait for a run's poll, and receive its event", async () => {
	const pollLock = new PollLock(() => time);
	const { poll, end } = slowPoll();
	pollLock.tryPoll(poll);
	const received: Exchange[] = [];
	let mine = false;
	void pollLock.acquire((exchange) => received.push(exchange)).then(() => (mine = true));
	await new Promise((resolve) => setImmediate(resolve));
	expect(mine).toBe(false);
	await end(EVENT);
	expect([mine, received]).toEqual([true, [EVENT]]);
});

it('drops the result of a poll that was not sent or has no subscriber', async () => {
	const pollLock = new PollLock(() => time);
	const { poll, end } = slowPoll();
	const received: Exchange[] = [];
	pollLock.tryPoll(poll);
	void pollLock.acquire((exchange) => received.push(exchange));
	await end(undefined);
	pollLock.release();
	time += 1_000;
	pollLock.tryPoll(poll);
	await end(EVENT);
	expect(received).toEqual([]);
});
