import { sleep } from 'n8n-workflow';

/** The longest time in ms for which a node may block n8n: other executions, the editor, its timers. */
const SLICE_MS = 50;

/** Yields to n8n's other work after 50 ms of blocking: returns a promise then, undefined before. */
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
 * Maps items as `items.map` does, but yields to n8n's other work after every 50 ms. A short list is mapped in one go.
 * The callback may return a promise for an item that takes long.
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
