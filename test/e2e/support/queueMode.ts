import { N8n, type Server } from './n8n';
import { queueEnvironment, type Service, startPostgres, startRedis } from './services';

/** n8n in queue mode, with its own Redis and PostgreSQL; the package is installed for each process. */
export class QueueMode {
	private readonly services: Service[] = [];
	private readonly installed: N8n[] = [];
	private readonly servers: Server[] = [];

	private constructor() {}

	/** Starts a main and its workers. */
	static async open(
		name: string,
		workers: number,
		environment: Record<string, string> = {},
	): Promise<QueueMode> {
		const mode = new QueueMode();
		try {
			await mode.start(name, workers, environment);
			return mode;
		} catch (error) {
			await mode.close();
			throw error;
		}
	}

	get main(): Server {
		return this.servers[0]!;
	}

	get workers(): Server[] {
		return this.servers.slice(1);
	}

	async close(): Promise<void> {
		await Promise.all(this.servers.map((server) => server.process.stop()));
		await Promise.all(this.services.map((service) => service.stop()));
		for (const n8n of this.installed) n8n.remove();
	}

	private async start(
		name: string,
		workers: number,
		environment: Record<string, string>,
	): Promise<void> {
		const redis = await startRedis();
		this.services.push(redis);
		const postgres = await startPostgres();
		this.services.push(postgres);
		const env = { ...queueEnvironment(redis.port, postgres.port), ...environment };
		const main = await N8n.install(`${name}-main`, env);
		this.installed.push(main);
		// Main migrates the database.
		this.servers.push(await main.startServer());
		const others = Array.from({ length: workers }, (_, index) => `${name}-worker-${index + 1}`);
		for (const other of others) this.installed.push(await N8n.install(other, env));
		const starting = this.installed.slice(1).map(async (n8n) => {
			this.servers.push(await n8n.startWorker());
		});
		const ends = await Promise.allSettled(starting);
		for (const end of ends) if (end.status === 'rejected') throw end.reason;
	}
}
