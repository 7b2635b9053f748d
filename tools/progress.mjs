// Programs that take minutes: prints one line per minute to show that they still run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** One line per this many milliseconds. */
const MINUTE_MS = 60_000;

/**
 * Prints a line per minute until the function that it returns is called.
 * @param {string} what completes "Still …"
 * @param {number} everyMs between two lines
 * @returns {() => void}
 */
export function printProgress(what, everyMs = MINUTE_MS) {
	let lines = 0;
	const timer = setInterval(() => {
		lines += 1;
		console.log(`  Still ${what} (${lines} ${lines === 1 ? 'minute' : 'minutes'}) …`);
	}, everyMs);
	return () => clearInterval(timer);
}

/**
 * Runs a program and prints a line per minute until it ends.
 * @returns {Promise<number | null>} its exit status; null if it was killed or cannot be started
 */
export async function runWithProgress(what, command, args, options = {}, everyMs = MINUTE_MS) {
	const child = spawn(command, args, { stdio: 'inherit', ...options });
	const stop = printProgress(what, everyMs);
	try {
		const [status] = await once(child, 'close');
		return status;
	} catch {
		return null;
	} finally {
		stop();
	}
}
