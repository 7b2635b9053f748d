import { sleep } from 'n8n-workflow';

/** For so long at a time, in ms, a node may keep n8n from everything else: other executions, the editor, its timers. */
const SLICE_MS = 50;

/**
 * Does the same as `items.map`, but lets n8n do other things after every 50 ms. A short list is done in one go.
 */
export async function mapYielding<T, R>(
	items: readonly T[],
	map: (item: T, index: number) => R,
): Promise<R[]> {
	const results: R[] = [];
	let end = performance.now() + SLICE_MS;
	for (const [index, item] of items.entries()) {
		if (performance.now() >= end) {
			await sleep(0);
			end = performance.now() + SLICE_MS;
		}
		results.push(map(item, index));
	}
	return results;
}
