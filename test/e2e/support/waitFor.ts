import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until the probe returns a value.
 * @param what completes "waited … s for"
 * @param probe returns undefined or false, or throws, while the condition is not met
 */
export async function waitFor<T>(
	what: string,
	probe: () => T | Promise<T>,
	{ seconds = 60, interval = 100 } = {},
): Promise<Exclude<T, undefined | false>> {
	const end = performance.now() + seconds * 1000;
	let trouble: unknown;
	do {
		try {
			const answer = await probe();
			if (answer !== undefined && answer !== false) {
				return answer as Exclude<T, undefined | false>;
			}
			trouble = undefined;
		} catch (error) {
			trouble = error;
		}
		await sleep(interval);
	} while (performance.now() < end);
	const why = trouble instanceof Error ? `: ${trouble.message}` : '';
	throw new Error(`Waited ${seconds} s for ${what}, in vain${why}`);
}
