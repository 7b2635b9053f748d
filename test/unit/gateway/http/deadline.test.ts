import { readNetworkError } from '../../../../gateway/http/networkErrors';
import { Deadline } from '../../../../gateway/http/deadline';

/** A time-out that passes when the test says so. */
let time: AbortController;
let timeout: jest.SpyInstance;
/** Another one in every test, in ms: what begins at the same moment shares its time-out. */
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
	it('is as long as is said, and up to fifty milliseconds longer', () => {
		new Deadline(ms);
		expect(timeout).toHaveBeenCalledWith(ms + 50);
	});

	it('is made once for all that begin together, and again for what begins later or has another one', () => {
		const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
		for (const at of [1_000, 1_049, 1_050, 1_060]) {
			now.mockReturnValue(at);
			new Deadline(ms);
		}
		expect(timeout).toHaveBeenCalledTimes(2);
		new Deadline(ms + 1);
		expect(timeout).toHaveBeenCalledTimes(3);
	});

	it('ends all that share it, but those that are closed', () => {
		const [one, other, closed] = [new Deadline(ms), new Deadline(ms), new Deadline(ms)];
		closed.close();
		time.abort();
		expect([one, other, closed].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
	});

	it('puts one listener on what cancels a run, however much is under way', () => {
		const cancel = new AbortController();
		const listen = jest.spyOn(cancel.signal, 'addEventListener');
		const many = Array.from({ length: 20 }, () => new Deadline(ms, cancel.signal));
		expect(listen).toHaveBeenCalledTimes(1);
		cancel.abort();
		expect(many.every(({ signal }) => signal.aborted)).toBe(true);
	});

	it('ends the request when the time is up, and says so', () => {
		const deadline = new Deadline(ms);
		expect(deadline.signal.aborted).toBe(false);
		time.abort();
		expect(deadline.signal.aborted).toBe(true);
		expect(explanationFor(deadline, canceled())).toMatchObject({
			type: 'lost',
			meaning: `no answer came within ${ms / 1000} seconds`,
		});
	});

	it('still proves that nothing was sent where no connection was made', () => {
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

	it('changes nothing of an error that came in time', () => {
		const deadline = new Deadline(ms, new AbortController().signal);
		const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		expect(deadline.explain(error)).toBe(error);
	});

	it('holds on to nothing once it is closed', () => {
		const cancel = new AbortController();
		const deadline = new Deadline(ms, cancel.signal);
		deadline.close();
		time.abort();
		cancel.abort();
		expect(deadline.signal.aborted).toBe(false);
	});
});
