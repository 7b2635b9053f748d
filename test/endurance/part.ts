/** A part of the site that is killed and started again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../e2e/support/processes';
import type { Life, PartName } from './records';

/** Pause before something is started again that ended by itself, in ms, as a supervisor would make. */
const PAUSE_MS = 1_000;

/** After so many starts in a row that do not work, the run is broken off. */
const MAX_STARTS = 10;

/** A life and the process that lives it. */
export interface Incarnation {
	life: Life;
	process: Running;
	/** Name of its log. */
	log: string;
}

export class Part {
	readonly incarnations: Incarnation[] = [];
	/** Lives that ended before they were ready. */
	readonly stillborn: Life[] = [];
	private isClosing = false;
	private starting?: Promise<void>;

	/** @param launch resolves when the part is ready; rejects, with nothing left running, if it does not get so far */
	constructor(
		readonly name: PartName,
		private readonly launch: (log: string) => Promise<Running>,
		private readonly onTrouble: (error: Error) => void,
	) {}

	/** Whether it is ready and runs. */
	get isUp(): boolean {
		const newest = this.incarnations.at(-1);
		return this.starting === undefined && newest !== undefined && !newest.process.hasEnded;
	}

	/** Starts it, and again if that does not work. */
	async start(): Promise<void> {
		this.starting ??= this.startOften().finally(() => {
			this.starting = undefined;
		});
		await this.starting;
	}

	/** Kills it and starts it again. @param meanwhile is called while it is down */
	async kill(down: number, meanwhile: () => void = () => {}): Promise<void> {
		const newest = this.incarnations.at(-1);
		if (!this.isUp || newest === undefined) return;
		newest.life.end = 'killed';
		await newest.process.stop('SIGKILL');
		meanwhile();
		await sleep(down);
		await this.start();
	}

	async close(): Promise<void> {
		this.isClosing = true;
		await this.starting?.catch(() => {});
		await this.incarnations.at(-1)?.process.stop('SIGTERM', 5);
	}

	private async startOften(): Promise<void> {
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

	/** Starts it again if it ends without being told to. */
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
