import { readNetworkError } from '../../../gateway/answer/exchange';
import { Deadline } from '../../../gateway/session/deadline';

/** A time-out that passes when the test says so. */
let time: AbortController;
let timeout: jest.SpyInstance;
beforeEach(() => {
	time = new AbortController();
	timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => time.signal);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const told = (deadline: Deadline, error: unknown, aborted = false) =>
	readNetworkError(deadline.explain(error), aborted, 3_000);
const canceled = () => Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });

describe('a limit for a whole exchange', () => {
	it('is as long as is said', () => {
		new Deadline(3_000);
		expect(timeout).toHaveBeenCalledWith(3_000);
	});

	it('ends the request when the time is up, and says so', () => {
		const deadline = new Deadline(3_000);
		expect(deadline.signal.aborted).toBe(false);
		time.abort();
		expect(deadline.signal.aborted).toBe(true);
		expect(told(deadline, canceled())).toMatchObject({
			type: 'lost',
			meaning: 'no answer came within 3 seconds',
		});
	});

	it('still proves that nothing was sent where no connection was made', () => {
		const deadline = new Deadline(3_000);
		time.abort();
		const error = Object.assign(canceled(), { request: { socket: { secureConnecting: true } } });
		expect(told(deadline, error)).toMatchObject({ type: 'notSent' });
	});

	it.each([false, true])(
		'ends the request when the run is cancelled, also before: %p',
		(before) => {
			const cancel = new AbortController();
			if (before) cancel.abort();
			const deadline = new Deadline(3_000, cancel.signal);
			cancel.abort();
			expect(deadline.signal.aborted).toBe(true);
			expect(told(deadline, canceled(), true)).toMatchObject({
				type: 'lost',
				meaning: 'the run was cancelled before the answer came',
			});
			time.abort();
			expect(told(deadline, canceled(), true)).toMatchObject({
				meaning: 'the run was cancelled before the answer came',
			});
		},
	);

	it('changes nothing of an error that came in time', () => {
		const deadline = new Deadline(3_000, new AbortController().signal);
		const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		expect(deadline.explain(error)).toBe(error);
	});

	it('holds on to nothing once it is closed', () => {
		const cancel = new AbortController();
		const deadline = new Deadline(3_000, cancel.signal);
		deadline.close();
		time.abort();
		cancel.abort();
		expect(deadline.signal.aborted).toBe(false);
	});
});
