import type { Exchange } from '../../../../gateway/http/exchange';
import { PollLock } from '../../../../gateway/session/pollLock';
import { answered, answeredWith } from '../../../support/exchanges';

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

describe('the result of a poll while no trigger polls', () => {
	const event = (number: number): Exchange =>
		answered({ retcode: '0', event: { eventType: 'AgentOther_Note', workNo: '31900', number } });

	/** A lock, after polls of runs that brought these answers, a second apart. */
	async function after(...exchanges: Array<Exchange | undefined>): Promise<PollLock> {
		const pollLock = new PollLock(() => time);
		for (const exchange of exchanges) {
			time += 1_000;
			pollLock.tryPoll(async () => exchange);
			await new Promise((resolve) => setImmediate(resolve));
		}
		return pollLock;
	}

	async function receivedFrom(pollLock: PollLock): Promise<Exchange[]> {
		const received: Exchange[] = [];
		await pollLock.acquire((exchange) => received.push(exchange));
		pollLock.release();
		return received;
	}

	it('is kept for the next trigger if it brought an event, in order, and handed out once', async () => {
		const nothing = answered({ retcode: '0', message: '' });
		const pollLock = await after(event(1), undefined, nothing, event(2));
		expect(await receivedFrom(pollLock)).toStrictEqual([event(1), event(2)]);
		expect(await receivedFrom(pollLock)).toStrictEqual([]);
	});

	it('is kept for two minutes, like the gateway does', async () => {
		const pollLock = await after(event(1), event(2));
		time += 119_000;
		expect(await receivedFrom(pollLock)).toStrictEqual([event(2)]);
	});

	it('is dropped after that, also if more arrives', async () => {
		const pollLock = await after(event(1));
		time += 120_000;
		pollLock.tryPoll(async () => event(2));
		await new Promise((resolve) => setImmediate(resolve));
		expect(await receivedFrom(pollLock)).toStrictEqual([event(2)]);
	});

	it('makes the oldest go if a hundred are kept', async () => {
		const numbers = Array.from({ length: 103 }, (_, index) => index);
		const pollLock = await after(...numbers.map(event));
		expect(await receivedFrom(pollLock)).toStrictEqual(numbers.slice(3).map(event));
	});
});

it('hands nothing to a trigger for a poll that was not sent', async () => {
	const pollLock = new PollLock(() => time);
	const { poll, end } = slowPoll();
	const received: unknown[] = [];
	pollLock.tryPoll(poll);
	void pollLock.acquire((exchange) => received.push(exchange));
	await end(undefined);
	expect(received).toHaveLength(0);
});
