/** Accelerated time for the package, n8n's engine and the simulator. */
import type { Clock } from '../../simulator';

/** Functions that the network and the engine need unchanged. */
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

/** Advances the time immediately. Only for moments without a request in flight, which would not progress. */
export function advance(ms: number): void {
	jest.advanceTimersByTime(ms);
}

/** The clock of a simulator in the same accelerated time. */
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
