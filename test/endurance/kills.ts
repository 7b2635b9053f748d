/** Kills parts as planned and starts them again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import type { PlannedKill } from './plan';

/** Resolves when everything that was killed runs again. Kills of what is down already are left out. */
export async function killAll(
	cluster: Cluster,
	plan: readonly PlannedKill[],
	log: (line: string) => void,
): Promise<void> {
	const begin = performance.now();
	const revivals: Array<Promise<void>> = [];
	for (const { after, part, down, forgets } of plan) {
		await sleep(Math.max(0, begin + after - performance.now()));
		const victim = cluster.parts[part];
		if (!victim.isUp) continue;
		const forgetting = part === 'gateway' && forgets;
		log(`${part} is killed${forgetting ? ' and forgets its sessions' : ''}`);
		const meanwhile = forgetting ? () => cluster.site.forgetSessions() : undefined;
		const revival = victim.kill(down, meanwhile);
		// Awaited below; until then it may fail unheard.
		revival.catch(() => {});
		revivals.push(revival);
	}
	await Promise.all(revivals);
	await Promise.all(Object.values(cluster.parts).map(async (part) => part.isUp || part.start()));
}
