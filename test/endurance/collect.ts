/** Runs load and kills, and collects the evidence. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from './cluster';
import { storeFlows, TIMEOUT_MS } from './flows';
import { killAll } from './kills';
import { callAll } from './load';
import type { Options } from './options';
import { planCalls, planKills } from './plan';
import type { Evidence } from './records';
import { IDLE_TIMEOUT, Site } from './site';
import { readStored, unfinished, waiting } from './stored';

/** Time limit in ms for executions to end after the load, before they count as lost. */
const CALM_TIMEOUT_MS = 90_000;

/** Waits until no execution is running, up to the time limit. */
async function calm(port: number): Promise<void> {
	const end = performance.now() + CALM_TIMEOUT_MS;
	while (performance.now() < end && (await unfinished(port)) > 0) await sleep(1_000);
}

/** @throws {Error} if a part could not be started or restarted */
export async function collect(
	{ minutes, seed }: Options,
	log: (line: string) => void,
): Promise<{ evidence: Evidence; guids: number }> {
	const trouble = new AbortController();
	const cluster = await Cluster.open(
		async (doorPort) => await Site.open(seed, doorPort),
		(error) => trouble.abort(error),
	);
	try {
		const { site, postgres, main, parts } = cluster;
		const flows = await storeFlows(main.rest, site, seed);
		const length = minutes * 60_000;
		const from = Date.now();
		const clock = (line: string) =>
			log(`${((Date.now() - from) / 1000).toFixed(0).padStart(5)} s  ${line}`);
		clock('n8n runs; the load begins');
		site.makeTrouble();
		const brokenOff = new Promise<never>((_, reject) => {
			trouble.signal.addEventListener('abort', () => reject(trouble.signal.reason as Error));
		});
		const [calls] = await Promise.race([
			Promise.all([
				callAll({
					url: main.url,
					plan: planCalls(seed, length),
					length,
					waiting: async () => (parts.main.isUp ? await waiting(postgres.port) : Infinity),
				}),
				killAll(cluster, planKills(seed, length), clock),
				sleep(length),
			]),
			brokenOff,
		]);
		const until = Date.now();
		clock('the load ends');
		await Promise.all([...flows.keys()].map((id) => cluster.main.rest.deactivate(id)));
		await calm(postgres.port);
		clock('n8n is at rest');
		const stored = await readStored(postgres.port, flows);
		const evidence: Evidence = {
			lives: cluster.lives(),
			calls,
			stored,
			notes: site.notes(),
			requests: site.requests(),
			sessions: site.sessions(),
			idleTimeout: IDLE_TIMEOUT,
			timeout: TIMEOUT_MS,
			from,
			until,
		};
		return { evidence, guids: site.guidsUsed() };
	} finally {
		await cluster.close();
	}
}
