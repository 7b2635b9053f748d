/** Programs started by the tests. The kernel ends them with the tests, even if those crash. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

export interface StartOptions {
	env: Record<string, string>;
	cwd?: string;
	/** File for its output; also for standard error, unless `errorFile` is given. */
	outputFile: string;
	errorFile?: string;
	/** Another user to run as; possible for root only. */
	user?: string;
	/** Signal that the kernel sends it when the tests end. */
	signalAtEnd?: 'KILL' | 'QUIT' | 'TERM';
}

/** A started program. */
export class Running {
	/** The exit code; null after a signal. */
	readonly ended: Promise<number | null>;

	constructor(
		readonly name: string,
		readonly child: ChildProcess,
		private readonly outputFile: string,
	) {
		this.ended = new Promise((resolve, reject) => {
			child.once('exit', resolve);
			child.once('error', reject);
		});
		this.ended.catch(() => {});
	}

	get pid(): number {
		if (this.child.pid === undefined) throw new Error(`${this.name} did not start`);
		return this.child.pid;
	}

	get hasEnded(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	/** Peak memory so far, in MB. Undefined once it has ended. */
	peakMb(): number | undefined {
		try {
			const [, kb] =
				/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
			return kb === undefined ? undefined : Number(kb) / 1024;
		} catch {
			return undefined;
		}
	}

	/** Its output so far. */
	output(): string {
		return readFileSync(this.outputFile, 'utf8');
	}

	/** Throws if it has ended. */
	mustRun(): void {
		if (!this.hasEnded) return;
		const end = this.output().slice(-2000);
		throw new Error(
			`${this.name} ended by itself (${this.child.exitCode}). Its last words:\n${end}`,
		);
	}

	/** Stops it with a signal, and kills it at the time limit. */
	async stop(signal: NodeJS.Signals = 'SIGTERM', seconds = 15): Promise<void> {
		if (this.hasEnded) return;
		this.child.kill(signal);
		const killer = setTimeout(() => this.child.kill('SIGKILL'), seconds * 1000);
		await this.ended;
		clearTimeout(killer);
	}
}

/** Starts a program. */
export function start(
	name: string,
	command: string,
	args: string[],
	{ env, cwd, outputFile, errorFile, user, signalAtEnd = 'KILL' }: StartOptions,
): Running {
	const output = openSync(outputFile, 'w');
	const errors = errorFile === undefined ? output : openSync(errorFile, 'w');
	const asUser = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--init-groups'];
	const child = spawn('setpriv', ['--pdeathsig', signalAtEnd, ...asUser, command, ...args], {
		env,
		cwd,
		stdio: ['ignore', output, errors],
	});
	closeSync(output);
	if (errors !== output) closeSync(errors);
	return new Running(name, child, outputFile);
}

/** Runs a program to its end, within a time limit. */
export async function run(
	name: string,
	command: string,
	args: string[],
	{
		seconds = 120,
		watch,
		...options
	}: StartOptions & {
		seconds?: number;
		/** Called every 50 ms while it runs. */
		watch?: (running: Running) => void;
	},
): Promise<number | null> {
	const running = start(name, command, args, options);
	const killer = setTimeout(() => running.child.kill('SIGKILL'), seconds * 1000);
	const watcher = watch && setInterval(() => watch(running), 50);
	const code = await running.ended;
	clearTimeout(killer);
	clearInterval(watcher);
	if (running.child.signalCode === 'SIGKILL') throw new Error(`${name} took over ${seconds} s`);
	return code;
}

/** Currently unused ports. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map((server) => once(server, 'listening')));
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(
		servers.map(async (server) => {
			server.close();
			await once(server, 'close');
		}),
	);
	return ports;
}
