/**
 * Waits for a promise until the signal is aborted. Removes its listener: a trigger runs for months, and listeners would
 * pile up.
 * @returns undefined if the signal was aborted first
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
