/** Time that runs faster, for the package, n8n's engine and the simulator alike. */
import type { Clock } from '../../simulator';

/** What the network and the engine need as it is. */
export const NEVER_FAKED = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
] as const;

/** Real time between two steps, in ms. */
const STEP = 5;

/**
 * Makes `Date` and `setTimeout` run faster until the test has ended. Network time-outs stay as they
 * are: Node's sockets have timers of their own.
 * @param factor how much faster
 */
export function useFastClock(factor: number): void {
	const { setInterval, clearInterval } = globalThis;
	let pump: NodeJS.Timeout;
	beforeEach(() => {
		jest.useFakeTimers({
			now: Date.now(),
			doNotFake: [...NEVER_FAKED],
		});
		pump = setInterval(() => jest.advanceTimersByTime(STEP * factor), STEP);
	});
	afterEach(() => {
		clearInterval(pump);
		jest.useRealTimers();
	});
}

/** Lets time pass at once. For moments at which everybody waits: what is on its way does not come nearer. */
export function advance(ms: number): void {
	jest.advanceTimersByTime(ms);
}

/** The clock of a simulator that is to run along. */
export const fastClock: Clock = {
	now: () => Date.now(),
	sleep: async (ms, signal) => {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, ms);
			signal?.addEventListener('abort', () => {
				clearTimeout(timer);
				resolve();
			});
		});
	},
};
