/** A real n8n in a folder of its own, with this package installed from the tarball. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ICredentialDataDecryptedObject, IRun } from 'n8n-workflow';
import type { Flow } from '../../support/n8n';
import { EXTRA_ENV, logFile, MODULES, N8N_PROGRAM, NODE, tarball, temporaryFolder } from './places';
import { freePorts, run, type Running, start } from './processes';
import { N8nRest } from './rest';
import { waitFor } from './waitFor';

/** Settings of an n8n without requests outside this computer. */
const QUIET = {
	DB_TYPE: 'sqlite',
	N8N_ENCRYPTION_KEY: 'the-end-to-end-tests-keep-nothing',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_LOG_LEVEL: 'debug',
	N8N_LOG_OUTPUT: 'console',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents,chat-hub,workflow-builder',
};

/** A credential in the format for import. */
export interface StoredCredential {
	id: string;
	name: string;
	/** Default: this package's. */
	type?: string;
	data: ICredentialDataDecryptedObject;
}
export type StoredFlow = Flow & { id: string };

export interface CommandResult {
	/** 0 if every node succeeded. */
	code: number | null;
	/** The execution's data, printed by `execute`. */
	run: IRun;
	/** The complete output. */
	output: string;
	/** Duration of the command, in ms. */
	wallMs: number;
	/** Peak memory of n8n's process. */
	peakMb: number;
}

/** Options of a server or a worker. */
export interface ServerOptions {
	/** Default: any free one. A worker has none. */
	port?: number;
	/** Name of its log. Default: the name of the n8n, whose log is overwritten. */
	log?: string;
	/** Time limit of the start. */
	seconds?: number;
}

/** A running server or worker. */
export interface Server {
	process: Running;
	url: string;
	rest: N8nRest;
}

export class N8n {
	private constructor(
		readonly name: string,
		readonly folder: string,
		private readonly env: Record<string, string>,
		private readonly removeFolder: () => void,
	) {}

	/**
	 * Installs the package as described in docs/administration.md.
	 * @param where a folder that may already hold an n8n; default: a new temporary one
	 */
	static async install(
		name: string,
		env: Record<string, string> = {},
		where = temporaryFolder(name),
	): Promise<N8n> {
		const { folder, remove } = where;
		const nodes = join(folder, '.n8n', 'nodes');
		const home = join(folder, 'home');
		mkdirSync(nodes, { recursive: true });
		mkdirSync(home, { recursive: true });
		const n8n = new N8n(
			name,
			folder,
			{
				...QUIET,
				...EXTRA_ENV,
				PATH: [join(MODULES, '.bin'), process.env.PATH].join(delimiter),
				HOME: home,
				LANG: 'C.UTF-8',
				N8N_USER_FOLDER: folder,
				...env,
			},
			remove,
		);
		writeFileSync(join(nodes, 'package.json'), '{ "private": true }');
		const outputFile = logFile(`${name}-npm-install`);
		const args = ['install', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps', '--no-audit'];
		const code = await run('npm install', 'npm', [...args, tarball()], {
			env: n8n.env,
			cwd: nodes,
			outputFile,
		});
		if (code !== 0) throw new Error(`npm install failed: ${readFileSync(outputFile, 'utf8')}`);
		return n8n;
	}

	/** Deletes the folder. Its processes must have been stopped. */
	remove(): void {
		this.removeFolder();
	}

	/** Runs a command of n8n's own command line to its end. */
	private async command(
		args: string[],
		seconds?: number,
	): Promise<{ code: number | null; output: string; peakMb: number }> {
		const outputFile = logFile(`${this.name}-command`);
		let peakMb = 0;
		const [brokerPort] = await freePorts(1);
		const code = await run(`n8n ${args.join(' ')}`, NODE, [N8N_PROGRAM, ...args], {
			env: { ...this.env, N8N_LOG_LEVEL: 'info', N8N_RUNNERS_BROKER_PORT: String(brokerPort) },
			outputFile,
			seconds,
			watch: (running) => {
				peakMb = running.peakMb() ?? peakMb;
			},
		});
		return { code, output: readFileSync(outputFile, 'utf8'), peakMb };
	}

	private async importFrom(command: string, entries: object[]): Promise<void> {
		const file = join(this.folder, 'import.json');
		writeFileSync(file, JSON.stringify(entries));
		const { code, output } = await this.command([command, `--input=${file}`]);
		if (code !== 0) throw new Error(`n8n ${command} failed: ${output}`);
	}

	async importCredentials(credentials: StoredCredential[]): Promise<void> {
		// The oldest n8n ignores the field 'Trusted CA', so Node.js itself must trust the authority.
		const authorities = this.env.NODE_EXTRA_CA_CERTS;
		if (authorities !== undefined) {
			writeFileSync(
				authorities,
				credentials.map(({ data }) => (data.trustedCa as string | undefined) ?? '').join('\n'),
			);
		}
		await this.importFrom(
			'import:credentials',
			credentials.map((credential) => ({ type: 'ccGatewayApi', ...credential })),
		);
	}

	/** The stored fields of a credential, decrypted. */
	async storedCredential(id: string): Promise<ICredentialDataDecryptedObject> {
		const file = join(this.folder, 'export.json');
		const args = ['export:credentials', `--id=${id}`, '--decrypted', `--output=${file}`];
		const { code, output } = await this.command(args);
		if (code !== 0) throw new Error(`n8n export:credentials failed: ${output}`);
		const [credential] = JSON.parse(readFileSync(file, 'utf8')) as StoredCredential[];
		if (credential === undefined) throw new Error(`There is no credential ${id}`);
		return credential.data;
	}

	async importWorkflows(flows: StoredFlow[]): Promise<void> {
		await this.importFrom(
			'import:workflow',
			flows.map((flow) => ({ name: flow.id, active: false, settings: {}, ...flow })),
		);
	}

	/** Executes a stored workflow from its Manual Trigger. */
	async execute(id: string, seconds?: number): Promise<CommandResult> {
		const started = performance.now();
		const args = ['execute', `--id=${id}`, '--rawOutput'];
		const { code, output, peakMb } = await this.command(args, seconds);
		const wallMs = performance.now() - started;
		// The log precedes the data. A failed execution has more lines of log after it.
		const [, text] = /^(\{\n[\s\S]*?^\})$/m.exec(output) ?? [];
		if (text === undefined) throw new Error(`n8n execute printed no data: ${output}`);
		return { code, output, wallMs, peakMb, run: JSON.parse(text) as IRun };
	}

	/** Starts the server and sets up its owner if necessary. */
	async startServer(options: ServerOptions = {}): Promise<Server> {
		return await this.startProcess(['start'], options, async ({ rest }) => {
			await rest.ready(options.seconds);
			await rest.setUpOwner();
		});
	}

	/** Starts a worker of queue mode. */
	async startWorker(options: Omit<ServerOptions, 'port'> = {}): Promise<Server> {
		return await this.startProcess(['worker', '--concurrency=5'], options, async (worker) => {
			const isReady = async () => {
				worker.process.mustRun();
				const { ok } = await fetch(`${worker.url}/healthz/readiness`);
				return ok;
			};
			await waitFor('the worker', isReady, { seconds: options.seconds });
		});
	}

	/** Starts a process and waits until it is ready; kills it at the time limit. */
	private async startProcess(
		args: string[],
		options: ServerOptions,
		ready: (server: Server) => Promise<void>,
	): Promise<Server> {
		const [freePort, brokerPort, healthPort] = await freePorts(3);
		const port = options.port ?? freePort;
		const process = start(`n8n ${this.name}`, NODE, [N8N_PROGRAM, ...args], {
			env: {
				...this.env,
				N8N_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			},
			outputFile: logFile(options.log ?? this.name),
		});
		const url = `http://127.0.0.1:${args[0] === 'worker' ? healthPort : port}`;
		const server = { process, url, rest: new N8nRest(url, process) };
		try {
			await ready(server);
		} catch (error) {
			await process.stop('SIGKILL');
			throw error;
		}
		return server;
	}
}
