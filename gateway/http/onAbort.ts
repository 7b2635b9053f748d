type AbortCallback = () => void;

const callbacksOf = new WeakMap<AbortSignal, Set<AbortCallback>>();

/**
 * Calls back when a signal is aborted, at once if it already is. However many exchanges of a run are in progress, its
 * signal has one event listener: from eleven on, Node.js 20 warns of a memory leak.
 * @returns releases the callback
 */
export function onAbort(signal: AbortSignal, callback: AbortCallback): () => void {
	if (signal.aborted) callback();
	let callbacks = callbacksOf.get(signal);
	if (callbacks === undefined) {
		const all = new Set<AbortCallback>();
		signal.addEventListener('abort', () => {
			for (const one of all) one();
		});
		callbacksOf.set(signal, all);
		callbacks = all;
	}
	callbacks.add(callback);
	return () => callbacks.delete(callback);
}
