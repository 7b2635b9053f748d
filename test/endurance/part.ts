/** A part of the site that is killed and restarted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../e2e/support/processes';
import type { Life, PartName } from './records';

/** Pause before the restart of a part that ended by itself, in ms, as of a process supervisor. */
const PAUSE_MS = 1_000;

/** Number of failed starts in a row after which the run is aborted. */
const MAX_STARTS = 10;

/** A life and its process. */
export interface Incarnation {
	life: Life;
	process: Running;
	/** Name of its log. */
	log: string;
}

export class Part {
	readonly incarnations: Incarnation[] = [];
	/** Lives that ended before the part was ready. */
	readonly stillborn: Life[] = [];
	private isClosing = false;
	private starting?: Promise<void>;

	/** @param launch resolves when the part is ready; otherwise rejects, with no process left */
	constructor(
		readonly name: PartName,
		private readonly launch: (log: string) => Promise<Running>,
		private readonly onTrouble: (error: Error) => void,
	) {}

	/** True if it runs and is ready. */
	get isUp(): boolean {
		const newest = this.incarnations.at(-1);
		return this.starting === undefined && newest !== undefined && !newest.process.hasEnded;
	}

	/** Starts it, with retries. */
	async start(): Promise<void> {
		this.starting ??= this.startWithRetries().finally(() => {
			this.starting = undefined;
		});
		await this.starting;
	}

	/** Kills it and restarts it. @param whileDown called while it is down */
	async kill(down: number, whileDown: () => void = () => {}): Promise<void> {
		const newest = this.incarnations.at(-1);
		if (!this.isUp || newest === undefined) return;
		newest.life.end = 'killed';
		await newest.process.stop('SIGKILL');
		whileDown();
		await sleep(down);
		await this.start();
	}

	async close(): Promise<void> {
		this.isClosing = true;
		await this.starting?.catch(() => {});
		await this.incarnations.at(-1)?.process.stop('SIGTERM', 5);
	}

	private async startWithRetries(): Promise<void> {
		for (let attempt = 1; !this.isClosing; attempt++) {
			const log = `endurance-${this.name}-${this.incarnations.length + this.stillborn.length + 1}`;
			const life: Life = {
				part: this.name,
				startedAt: Date.now(),
				taken: [],
				finished: [],
				memory: [],
			};
			try {
				const process = await this.launch(log);
				life.readyAt = Date.now();
				this.incarnations.push({ life, process, log });
				void this.watch(life, process);
				return;
			} catch (error) {
				Object.assign(life, { endedAt: Date.now(), end: 'byItself' });
				this.stillborn.push(life);
				if (attempt >= MAX_STARTS) throw error;
				await sleep(PAUSE_MS);
			}
		}
	}

	/** Restarts it if it ends by itself. */
	private async watch(life: Life, process: Running): Promise<void> {
		await process.ended;
		if (this.isClosing) return;
		life.endedAt = Date.now();
		if (life.end === 'killed') return;
		life.end = 'byItself';
		await sleep(PAUSE_MS);
		await this.start().catch(this.onTrouble);
	}
}
