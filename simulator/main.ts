import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveDesktop } from './desktop/server';
import { BASE_PATH } from './gateway/contract';
import { DEMO_SITE, SERVICE_AGENT } from './site/demoSite';
import { readProfile, type Profile } from './site/profile';
import { servePage } from './page/server';
import { requestLine } from './http/requestLine';
import { startSimulator, type Simulator, type SimulatorOptions } from './http/simulator';

const USAGE = `Usage: npm run simulator -- [options]

  --port <1-65535>      port to listen on (default 8043, the gateway's own)
  --page-port <1-65535> port of the page that shows what happens (default 8044)
  --desktop-port <1-65535>  port of the server that knows the agents' Guids (default 8045)
  --no-page             neither that page nor that server
  --http                plain HTTP instead of HTTPS
  --guid-scope <scope>  whose Guid may act for an agent: own (default) or vdn
  --guid-life <s>       seconds after which the Guid of a sign-in expires, and a silent agent is
                        signed out (default 120); a new Guid comes after half of them
  --static-guids        Guids of sign-ins neither change nor expire
  --profile <file>      answer like a real gateway: JSON with the answers of the node Check Gateway;
                        the options above win
  --delay <ms>          milliseconds before each answer (default 0)
  --help                this text`;

/** An error that the user can correct; shown without a stack. */
class UsageError extends Error {}

function wholeNumber(flag: string, text: string, min: number, max: number): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < min || value > max) {
		throw new UsageError(`--${flag} must be a whole number from ${min} to ${max}, not "${text}".`);
	}
	return value;
}

interface CommandLine {
	options: SimulatorOptions;
	/** Answers of the profile that the simulator cannot give. */
	ignored: readonly string[];
	/** Of the page and of the server of the agents' desktop; undefined for neither. */
	besides: { page: number; desktop: number } | undefined;
}

/** Reads a profile of the node Check Gateway from a file. */
function profileFrom(file: string): Profile {
	try {
		return readProfile(JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		throw new UsageError(`--profile: ${file} cannot be used. ${(error as Error).message}`);
	}
}

/** The options of the command line; undefined when it only asks for help. */
function readCommandLine(): CommandLine | undefined {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8043' },
			'page-port': { type: 'string', default: '8044' },
			'desktop-port': { type: 'string', default: '8045' },
			'no-page': { type: 'boolean', default: false },
			http: { type: 'boolean', default: false },
			'guid-scope': { type: 'string' },
			'guid-life': { type: 'string' },
			'static-guids': { type: 'boolean', default: false },
			profile: { type: 'string' },
			delay: { type: 'string', default: '0' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const guidScope = values['guid-scope'];
	if (guidScope !== undefined && guidScope !== 'own' && guidScope !== 'vdn') {
		throw new UsageError(`--guid-scope must be own or vdn, not "${guidScope}".`);
	}
	const life = values['guid-life'];
	const guidLife =
		life === undefined ? undefined : wholeNumber('guid-life', life, 1, 86_400) * 1000;
	const profile = values.profile === undefined ? undefined : profileFrom(values.profile);
	const page = wholeNumber('page-port', values['page-port'] ?? '', 1, 65_535);
	const desktop = wholeNumber('desktop-port', values['desktop-port'] ?? '', 1, 65_535);
	return {
		options: {
			port: wholeNumber('port', values.port ?? '', 1, 65_535),
			tls: !values.http,
			switches: {
				...profile?.switches,
				...(guidScope && { guidScope }),
				...(values['static-guids'] && { authMode: 'static' as const }),
				...(guidLife !== undefined && {
					guidTimeout: guidLife,
					guidInterval: guidLife / 2,
					idleTimeout: guidLife,
				}),
			},
			answerDelay: wholeNumber('delay', values.delay ?? '', 0, 3_600_000),
		},
		ignored: profile?.ignored ?? [],
		besides: values['no-page'] ? undefined : { page, desktop },
	};
}

/** Writes the CA to a file for credentials and clients, and returns the path. */
async function writeCa(ca: string): Promise<string> {
	const folder = join(process.cwd(), '.simulator');
	const path = join(folder, 'ca.pem');
	await mkdir(folder, { recursive: true });
	await writeFile(path, ca);
	return path;
}

function printDemoSite(simulator: Simulator): void {
	console.log('\nDemo agents (their Guids are invented and the same in every run):\n');
	const row = (...[id = '', vdn = '', name = '', doing = '', queues = '', guid = '']: string[]) =>
		console.log(
			`  ${id.padEnd(8)}${vdn.padEnd(5)}${name.padEnd(16)}` +
				`${doing.padEnd(23)}${queues.padEnd(12)}${guid}`,
		);
	row('Agent', 'VDN', 'Name', 'State', 'Queues', 'Guid');
	for (const { id, vdn, name, signedIn, state, inspector, queues, guid } of simulator.agents()) {
		const doing = signedIn ? state : 'signed out';
		row(
			id,
			String(vdn),
			name,
			inspector ? `${doing}, inspector` : doing,
			queues.map((queue) => queue.id).join(', ') || '-',
			signedIn ? guid : '-',
		);
	}
	const { id, password } = SERVICE_AGENT;
	console.log(
		`\nTo sign in: PUT ${simulator.url}${BASE_PATH}/onlineagent/${id}\n` +
			`  ${JSON.stringify({ password, phonenum: '6000' })}\n` +
			"(The other agents' passwords are Pass-<agent>.)\n",
	);
}

async function main(): Promise<void> {
	const given = readCommandLine();
	if (!given) {
		console.log(USAGE);
		return;
	}
	const { options, besides, ignored } = given;
	const simulator = await startSimulator({ ...options, agents: DEMO_SITE });
	const page = besides && (await servePage(simulator, besides.page));
	const key = randomBytes(16).toString('hex');
	const desktop = besides && (await serveDesktop(simulator, key, besides.desktop));
	console.log(`CC-Gateway simulator at ${simulator.url} (Ctrl-C stops it)`);
	if (simulator.ca) console.log(`CA certificate: ${await writeCa(simulator.ca)}`);
	if (ignored.length > 0) console.log(`Of the profile, not simulated: ${ignored.join(', ')}`);
	if (page) console.log(`To see what happens, open ${page.url}`);
	if (desktop) console.log(`Current Guids: GET ${desktop.url}/sessions, header X-API-Key: ${key}`);
	printDemoSite(simulator);
	simulator.on('request', (request) => console.log(requestLine(request)));

	const stop = () => {
		void Promise.all([simulator.close(), page?.close(), desktop?.close()]).then(() =>
			process.exit(0),
		);
	};
	process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** The message for the user, a sentence where the cause is known. */
function explain(error: unknown): string {
	const { code = '', message, port } = error as Error & { code?: string; port?: number };
	if (code === 'EADDRINUSE') {
		return `Port ${port} is in use. Stop what uses it, or choose another with --port, --page-port or --desktop-port.`;
	}
	if (code === 'EACCES') return `Port ${port} may not be used. Choose another with --port.`;
	const misused = error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
	return misused ? `${message}\n\n${USAGE}` : String((error as Error).stack);
}

main().catch((error: unknown) => {
	console.error(explain(error));
	process.exit(1);
});
