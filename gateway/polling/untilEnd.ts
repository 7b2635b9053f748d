/**
 * Waits for something, at most until the end. Leaves nothing behind: a trigger runs for months, and what waits for a
 * promise that never resolves is kept for as long.
 * @param signal aborted when waiting is of no use any more
 * @returns undefined if that was earlier
 */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal,
): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	return await new Promise<T | undefined>((resolve, reject) => {
		const stop = (): void => resolve(undefined);
		signal.addEventListener('abort', stop, { once: true });
		const forget = (): void => signal.removeEventListener('abort', stop);
		work.finally(forget).then(resolve, reject);
	});
}
