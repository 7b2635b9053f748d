/** A single-process n8n with SQLite, and its gateway; both can be killed. */
import { freePorts } from '../../e2e/support/processes';
import { N8n, type Server } from '../../e2e/support/n8n';
import { Part } from '../part';
import type { PartName } from '../records';
import type { Site } from '../site';

/** An n8n with parts that can be killed: a {@link OneProcess} or a whole `Cluster`. */
export interface Installation {
	site: Site;
	parts: Readonly<Partial<Record<PartName, Part>>>;
	/** The newest main process. */
	main: Server;
	close: () => Promise<void>;
}

export class OneProcess implements Installation {
	private server?: Server;

	private constructor(
		readonly site: Site,
		readonly parts: Readonly<Record<'main' | 'gateway', Part>>,
		private readonly n8n: N8n,
	) {}

	/** @param onTrouble called when a part cannot be restarted */
	static async open(
		openSite: (doorPort: number) => Promise<Site>,
		onTrouble: (error: Error) => void,
	): Promise<OneProcess> {
		const [doorPort = 0, port = 0] = await freePorts(2);
		const site = await openSite(doorPort);
		const n8n = await N8n.install('endurance-broadcast', { N8N_LOG_LEVEL: 'info' });
		const parts = {
			gateway: new Part('gateway', async (log) => await site.startDoor(log), onTrouble),
			main: new Part(
				'main',
				async (log) => {
					one.server = await n8n.startServer({ port, log, seconds: 120 });
					return one.server.process;
				},
				onTrouble,
			),
		};
		const one: OneProcess = new OneProcess(site, parts, n8n);
		try {
			await parts.gateway.start();
			await parts.main.start();
		} catch (error) {
			await one.close();
			throw error;
		}
		return one;
	}

	get main(): Server {
		if (this.server === undefined) throw new Error('n8n has not been started yet');
		return this.server;
	}

	async close(): Promise<void> {
		await this.parts.main.close();
		await this.parts.gateway.close();
		await this.site.close();
		this.n8n.remove();
	}
}
