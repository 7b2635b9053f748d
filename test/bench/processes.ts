/** The processes of the bench, and one measurement with them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { agentsFor } from './jobs';
import type { Assignment, Counted, GatewayCommand, Measured, Ready } from './messages';

export const CONCURRENCY = 20;

/** One contender doing one job. */
export interface Setting extends Pick<Assignment, 'job' | 'contender' | 'items'> {
	/** The gateway's delay before each answer, in ms. */
	answerDelay: number;
	faults?: boolean;
	timeout?: number;
	maxTries?: number;
	warm?: boolean;
	profile?: boolean;
}

export interface Result extends Measured, Counted {
	job: Setting['job'];
	contender: Setting['contender'];
	items: number;
	answerDelay: number;
}

const start = (file: string): ChildProcess =>
	fork(join(__dirname, file), { execArgv: ['--import', 'tsx', '--expose-gc'], silent: false });

async function ask<T>(child: ChildProcess, message: object): Promise<T> {
	const received = new AbortController();
	const { signal } = received;
	const answer = once(child, 'message', { signal });
	const ended = once(child, 'exit', { signal }).then(([code]) => {
		throw new Error(`A process of the bench ended with ${String(code)}`);
	});
	child.send(message);
	const [said] = (await Promise.race([answer, ended])) as [T];
	received.abort();
	return said;
}

/** The process of the gateway, and those of the contenders. */
export class Bench {
	private readonly gateway = start('gateway.ts');

	/** Measures in a new process, which runs the job once before if it is to be warm. */
	async measure(setting: Setting): Promise<Result> {
		const { job, contender, answerDelay, items } = setting;
		const {
			faults = false,
			timeout = 10_000,
			maxTries = 3,
			warm = false,
			profile = false,
		} = setting;
		const agents = agentsFor(setting);
		const command: GatewayCommand = { type: 'start', agents, answerDelay, faults };
		const ready = await ask<Ready>(this.gateway, command);
		const assignment: Assignment = {
			...{ job, contender, items, timeout, maxTries, warm, profile },
			concurrency: CONCURRENCY,
			...ready,
		};
		const measured = await ask<Measured>(start('contender.ts'), assignment);
		const counted = await ask<Counted>(this.gateway, { type: 'count' });
		return { job, answerDelay, contender, items, ...measured, ...counted };
	}

	/** Measures all contenders in rotation, so that a slower machine affects all of them; returns the median of each. */
	async inTurns(
		contenders: ReadonlyArray<Setting['contender']>,
		setting: Omit<Setting, 'contender'>,
		roundsOf: (contender: Setting['contender']) => number,
	): Promise<Result[]> {
		const runs = new Map(
			contenders.map((contender): [typeof contender, Result[]] => [contender, []]),
		);
		for (let round = 0; round < Math.max(...contenders.map(roundsOf)); round++) {
			for (const [contender, results] of runs) {
				if (round >= roundsOf(contender)) continue;
				process.stderr.write(`  round ${round + 1}: ${contender} …            \r`);
				results.push(await this.measure({ ...setting, contender }));
			}
		}
		return [...runs.values()].flatMap((results) => {
			const sorted = results.sort((a, b) => a.wallMs - b.wallMs);
			return sorted.slice(Math.floor(sorted.length / 2), Math.floor(sorted.length / 2) + 1);
		});
	}

	close(): void {
		this.gateway.kill();
	}
}
