/** n8n in queue mode: main, two workers, Redis and PostgreSQL; all but the last can be killed. */
import { join } from 'node:path';
import { temporaryFolder } from '../e2e/support/places';
import { freePorts } from '../e2e/support/processes';
import { N8n, type Server } from '../e2e/support/n8n';
import { queueEnvironment, runRedis, type Service, startPostgres } from '../e2e/support/services';
import { readMemory } from './memory';
import { Part, type Incarnation } from './part';
import type { Life, PartName } from './records';
import type { Site } from './site';

/** Time limit of a start in seconds, with several parts starting at the same time. */
const START_SECONDS = 120;

const environment = (redisPort: number, postgresPort: number, memory: string) => ({
	...queueEnvironment(redisPort, postgresPort),
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	EXECUTIONS_DATA_PRUNE: 'false',
	// Detects a dead worker after seconds instead of a minute.
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	// With n8n's default of 2, many simultaneous calls make main assume that its database is lost.
	DB_POSTGRESDB_POOL_SIZE: '8',
	N8N_LOG_LEVEL: 'info',
	NODE_OPTIONS: `--require ${join(__dirname, 'memoryHook.cjs')}`,
	ENDURANCE_MEMORY: memory,
});

const idsAfter = (words: string, log: string): string[] =>
	Array.from(log.matchAll(new RegExp(`${words} (\\d+)`, 'g')), ([, id = '']) => id);

export class Cluster {
	readonly parts: Readonly<Record<PartName, Part>>;
	/** The newest main. */
	private server?: Server;

	private constructor(
		readonly site: Site,
		readonly postgres: Service,
		private readonly memory: string,
		parts: Record<PartName, (log: string) => Promise<Server['process']>>,
		private readonly rest: () => Promise<void>,
		onTrouble: (error: Error) => void,
	) {
		const of = (name: PartName) => new Part(name, parts[name], onTrouble);
		this.parts = {
			Redis: of('Redis'),
			gateway: of('gateway'),
			main: of('main'),
			'worker-1': of('worker-1'),
			'worker-2': of('worker-2'),
		};
	}

	/** Installs and starts everything. @param onTrouble called when a part cannot be restarted */
	static async open(
		openSite: (doorPort: number) => Promise<Site>,
		onTrouble: (error: Error) => void,
	): Promise<Cluster> {
		const [redisPort = 0, doorPort = 0, mainPort = 0] = await freePorts(3);
		const place = temporaryFolder('endurance');
		const [site, postgres] = await Promise.all([openSite(doorPort), startPostgres()]);
		const memory = join(place.folder, 'memory');
		const env = environment(redisPort, postgres.port, memory);
		const installed: N8n[] = [];
		for (const name of ['main', 'worker-1', 'worker-2']) {
			installed.push(await N8n.install(`endurance-${name}`, env));
		}
		const [main, ...workers] = installed as [N8n, N8n, N8n];
		const worker = (index: 0 | 1) => async (log: string) =>
			(await workers[index].startWorker({ log, seconds: START_SECONDS })).process;
		const cluster: Cluster = new Cluster(
			site,
			postgres,
			memory,
			{
				Redis: async (log) => await runRedis(place.folder, redisPort, { appendonly: 'yes', log }),
				gateway: async (log) => await site.startDoor(log),
				main: async (log) => {
					const options = { port: mainPort, log, seconds: START_SECONDS };
					cluster.server = await main.startServer(options);
					return cluster.server.process;
				},
				'worker-1': worker(0),
				'worker-2': worker(1),
			},
			async () => {
				await Promise.all([site.close(), postgres.stop()]);
				for (const n8n of installed) n8n.remove();
				place.remove();
			},
			onTrouble,
		);
		const { Redis, gateway, ...n8n } = cluster.parts;
		try {
			await Promise.all([Redis.start(), gateway.start()]);
			// Main migrates the database.
			await n8n.main.start();
			await Promise.all([n8n['worker-1'].start(), n8n['worker-2'].start()]);
		} catch (error) {
			await cluster.close();
			throw error;
		}
		return cluster;
	}

	/** The newest main, for the set-up. */
	get main(): Server {
		if (this.server === undefined) throw new Error('Main has not been started yet');
		return this.server;
	}

	/** All lives so far, with data from their logs and memory files. */
	lives(): Life[] {
		return Object.values(this.parts).flatMap(({ incarnations, stillborn }) => [
			...stillborn,
			...incarnations.map((one) => this.lifeOf(one)),
		]);
	}

	async close(): Promise<void> {
		const { Redis, gateway, ...n8n } = this.parts;
		await Promise.all(Object.values(n8n).map((part) => part.close()));
		await Promise.all([Redis.close(), gateway.close()]);
		await this.rest();
	}

	private lifeOf({ life, process }: Incarnation): Life {
		const log = life.part.startsWith('worker') ? process.output() : '';
		return {
			...life,
			taken: idsAfter('Worker started execution', log),
			finished: idsAfter('Worker finished execution', log),
			memory: readMemory(this.memory, process.pid),
		};
	}
}
