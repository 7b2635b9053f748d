import { readNetworkError } from '../../../../gateway/http/networkErrors';
import { Deadline } from '../../../../gateway/http/deadline';

/** The time-out; the test triggers it. */
let time: AbortController;
let timeout: jest.SpyInstance;
/** The limit in ms; differs in every test, because requests that start together share a time-out. */
let ms = 3_000;
beforeEach(() => {
	ms += 1_000;
	time = new AbortController();
	timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => time.signal);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const explanationFor = (deadline: Deadline, error: unknown, aborted = false) =>
	readNetworkError(deadline.explain(error), aborted, ms);
const canceled = () => Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });

describe('a limit for a whole exchange', () => {
	it('lasts as long as given, and up to fifty milliseconds longer', () => {
		new Deadline(ms);
		expect(timeout).toHaveBeenCalledWith(ms + 50);
	});

	it('shares one timer among requests of one limit that start together', () => {
		const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
		for (const at of [1_000, 1_049, 1_050, 1_060]) {
			now.mockReturnValue(at);
			new Deadline(ms);
		}
		expect(timeout).toHaveBeenCalledTimes(2);
		new Deadline(ms + 1);
		expect(timeout).toHaveBeenCalledTimes(3);
	});

	it('ends all requests that share it, except closed ones', () => {
		const [one, other, closed] = [new Deadline(ms), new Deadline(ms), new Deadline(ms)];
		closed.close();
		time.abort();
		expect([one, other, closed].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
	});

	it('adds one listener to the signal of a run for any number of requests', () => {
		const cancel = new AbortController();
		const listen = jest.spyOn(cancel.signal, 'addEventListener');
		const many = Array.from({ length: 20 }, () => new Deadline(ms, cancel.signal));
		expect(listen).toHaveBeenCalledTimes(1);
		cancel.abort();
		expect(many.every(({ signal }) => signal.aborted)).toBe(true);
	});

	it('ends the request with a timeout error when the time is up', () => {
		const deadline = new Deadline(ms);
		expect(deadline.signal.aborted).toBe(false);
		time.abort();
		expect(deadline.signal.aborted).toBe(true);
		expect(explanationFor(deadline, canceled())).toMatchObject({
			type: 'lost',
			meaning: `no answer came within ${ms / 1000} seconds`,
		});
	});

	it('proves that nothing was sent if no connection was made', () => {
		const deadline = new Deadline(ms);
		time.abort();
		const error = Object.assign(canceled(), { request: { socket: { secureConnecting: true } } });
		expect(explanationFor(deadline, error)).toMatchObject({ type: 'notSent' });
	});

	it.each([false, true])(
		'ends the request when the run is cancelled, also before: %p',
		(before) => {
			const cancel = new AbortController();
			if (before) cancel.abort();
			const deadline = new Deadline(ms, cancel.signal);
			cancel.abort();
			expect(deadline.signal.aborted).toBe(true);
			expect(explanationFor(deadline, canceled(), true)).toMatchObject({
				type: 'lost',
				meaning: 'the run was cancelled before the answer came',
			});
			time.abort();
			expect(explanationFor(deadline, canceled(), true)).toMatchObject({
				meaning: 'the run was cancelled before the answer came',
			});
		},
	);

	it('passes on an error that occurred in time', () => {
		const deadline = new Deadline(ms, new AbortController().signal);
		const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		expect(deadline.explain(error)).toBe(error);
	});

	it('keeps no reference once it is closed', () => {
		const cancel = new AbortController();
		const deadline = new Deadline(ms, cancel.signal);
		deadline.close();
		time.abort();
		cancel.abort();
		expect(deadline.signal.aborted).toBe(false);
	});
});
