/** Waits for a condition, with short intervals. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @param what completes "waited in vain for"
 * @param longest in ms; by default longer than a poll of the gateway
 * @throws if the condition does not become true
 */
export async function until(what: string, probe: () => boolean, longest = 30_000): Promise<void> {
	const end = performance.now() + longest;
	while (!probe()) {
		if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
		await pause(5);
	}
}
