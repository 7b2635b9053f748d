/** Waits for something that happens elsewhere, as short as possible. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @param what completes "waited in vain for"
 * @param longest in ms; by default longer than a poll of the gateway
 * @throws if it does not happen
 */
export async function until(what: string, probe: () => boolean, longest = 30_000): Promise<void> {
	const end = performance.now() + longest;
	while (!probe()) {
		if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
		await pause(5);
	}
}
