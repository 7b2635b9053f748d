/** Kills parts as planned and restarts them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import type { PlannedKill } from './plan';

/** Resolves when all killed parts run again. Skips kills of parts that are already down. */
export async function killAll(
	cluster: Cluster,
	plan: readonly PlannedKill[],
	log: (line: string) => void,
): Promise<void> {
	const begin = performance.now();
	const revivals: Array<Promise<void>> = [];
	for (const { after, part, down, forgets } of plan) {
		await sleep(Math.max(0, begin + after - performance.now()));
		const target = cluster.parts[part];
		if (!target.isUp) continue;
		const forgetting = part === 'gateway' && forgets;
		log(`${part} is killed${forgetting ? ' and forgets its sessions' : ''}`);
		const whileDown = forgetting ? () => cluster.site.forgetSessions() : undefined;
		const revival = target.kill(down, whileDown);
		// Awaited below; prevents an unhandled rejection until then.
		revival.catch(() => {});
		revivals.push(revival);
	}
	await Promise.all(revivals);
	await Promise.all(Object.values(cluster.parts).map(async (part) => part.isUp || part.start()));
}
