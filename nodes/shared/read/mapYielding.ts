import { sleep } from 'n8n-workflow';

/** For so long at a time, in ms, a node may keep n8n from everything else: other executions, the editor, its timers. */
const SLICE_MS = 50;

/** Lets n8n do other things once 50 ms have passed since it last could: a promise then, undefined before. */
export function yielder(): () => Promise<void> | undefined {
	let end = performance.now() + SLICE_MS;
	return () => {
		if (performance.now() < end) return undefined;
		return sleep(0).then(() => {
			end = performance.now() + SLICE_MS;
		});
	};
}

/**
 * Does the same as `items.map`, but lets n8n do other things after every 50 ms. A short list is done in one go. What
 * takes long for a single item may return a promise.
 */
export async function mapYielding<T, R>(
	items: readonly T[],
	map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let end = performance.now() + SLICE_MS;
	for (const [index, item] of items.entries()) {
		if (performance.now() >= end) {
			await sleep(0);
			end = performance.now() + SLICE_MS;
		}
		const result = map(item, index);
		results.push(result instanceof Promise ? await result : result);
	}
	return results;
}
