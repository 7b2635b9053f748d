/** Runs of the broadcast, with a kill at a random moment in most of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { broadcastByWebhook, RecipientTable, type Row } from '../../e2e/support/broadcast';
import { waitFor } from '../../e2e/support/waitFor';
import { counted } from '../figures';
import { type Chance, chance } from '../random';
import type { PartName } from '../records';
import type { Installation } from './oneProcess';

/** The result of one broadcast. */
export interface Broadcast {
	text: string;
	runs: number;
	kills: Record<string, number>;
	rows: Row[];
	/** Notes with this text by recipient; recipients without one are left out. */
	notes: Record<string, number>;
}

export interface RunOptions {
	/** Total number of runs to start. */
	runs: number;
	seed: number;
	recipients: readonly string[];
	report: (line: string) => void;
}

/** Longest time from the start of a run to the kill, in ms: about the duration of a run with 2,000 recipients. */
const LATEST_KILL_MS = 12_000;
/** Share of the runs without a kill, and share of the runs after which the next one starts before their end. */
const UNHARMED = 0.15;
const OVERLAPPING = 0.3;

const UNFINISHED = ['new', 'running', 'waiting'] as const;

class Runner {
	private started = 0;
	private workflowId = '';

	constructor(
		private readonly installation: Installation,
		private readonly table: RecipientTable,
		private readonly call: (body: object) => Promise<Response>,
		private readonly chance: Chance,
		private readonly options: RunOptions,
	) {}

	static async prepare(installation: Installation, options: RunOptions): Promise<Runner> {
		const { rest } = installation.main;
		const credential = await rest.addCredential('Notes', installation.site.credential('notes'));
		const table = await RecipientTable.create(rest);
		const flow = broadcastByWebhook(credential.ccGatewayApi, { scheduled: true });
		const { workflowId, call } = await rest.addWebhook('broadcast', flow);
		await table.add(rest, options.recipients);
		const runner = new Runner(
			installation,
			table,
			call,
			chance(options.seed, 'broadcast'),
			options,
		);
		runner.workflowId = workflowId;
		return runner;
	}

	get isDone(): boolean {
		return this.started >= this.options.runs;
	}

	/** Sends one text to all recipients, in as many runs as needed. */
	async broadcast(number: number): Promise<Broadcast> {
		const text = `Broadcast ${number} of seed ${this.options.seed}`;
		await this.patiently(() => this.table.reset(this.installation.main.rest, text));
		const killed: PartName[] = [];
		let runs = 0;
		for (;;) {
			runs++;
			await this.startRun();
			// After the last run with kills, the remaining rows are sent without any.
			const part = this.isDone ? undefined : await this.killSomething();
			if (part !== undefined) killed.push(part);
			if (part !== undefined && this.chance.next() < OVERLAPPING) continue;
			await this.quiet();
			const rows = await this.rows();
			if (rows.some(({ status }) => !status || status === 'open')) continue;
			if (!rows.some(({ status }) => status === 'sending')) {
				return { text, runs, kills: counted(killed), rows, notes: this.notes(text) };
			}
		}
	}

	private notes(text: string): Record<string, number> {
		const found = this.installation.site.notes().filter(({ content }) => content === text);
		return counted(found.map(({ recipient }) => recipient));
	}

	private async rows(): Promise<Row[]> {
		return await this.patiently(() => this.table.rows(this.installation.main.rest));
	}

	/** Starts a run, waiting until n8n is up. */
	private async startRun(): Promise<void> {
		await this.patiently(async () => {
			const { ok, status } = await this.call({});
			if (!ok) throw new Error(`The webhook answered ${status}`);
		});
		this.started++;
	}

	private async killSomething(): Promise<PartName | undefined> {
		const { next, between, one } = this.chance;
		const harmless = next() < UNHARMED;
		const after = between(0, LATEST_KILL_MS);
		const names = (Object.keys(this.installation.parts) as PartName[]).filter(
			(name) => name !== 'Redis',
		);
		const name = one(names);
		const down = between(100, 3_000);
		if (harmless) return undefined;
		await sleep(after);
		this.options.report(`run ${this.started}: ${name} is killed after ${after} ms`);
		await this.installation.parts[name]?.kill(down);
		return name;
	}

	/** Resolves when no execution is running. */
	private async quiet(): Promise<void> {
		const isQuiet = async () => {
			const { rest } = this.installation.main;
			return (await rest.executions(this.workflowId, [...UNFINISHED])).length === 0;
		};
		await waitFor('the end of all runs', isQuiet, { seconds: 240, interval: 300 });
	}

	/** Retries until n8n answers. */
	private async patiently<T>(act: () => Promise<T>): Promise<T> {
		const answer = async () => ({ value: await act() });
		return (await waitFor('n8n', answer, { seconds: 180, interval: 300 })).value;
	}
}

/** Starts broadcasts until the number of runs is reached. */
export async function runBroadcasts(
	installation: Installation,
	options: RunOptions,
): Promise<Broadcast[]> {
	const runner = await Runner.prepare(installation, options);
	const broadcasts: Broadcast[] = [];
	while (!runner.isDone) {
		const broadcast = await runner.broadcast(broadcasts.length + 1);
		broadcasts.push(broadcast);
		options.report(`broadcast ${broadcasts.length}: done in ${broadcast.runs} runs`);
	}
	return broadcasts;
}
