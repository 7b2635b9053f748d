/**
 * `npm start`: n8n with this package installed, a simulated gateway, a credential and the example
 * workflows, all on this computer, until Ctrl-C. What is built in n8n stays in `.start/`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
	DEMO_SITE,
	type Desktop,
	type Page,
	serveDesktop,
	servePage,
	type Simulator,
	startSimulator,
} from '../simulator';
import { N8n, type Server } from '../test/e2e/support/n8n';
import { ROOT } from '../test/e2e/support/places';
import { OWNER } from '../test/e2e/support/rest';
import { credentialsFor, examplesFor, newKey } from './start/examples';
import { type PortFlag, PORTS, type Ports, portProblem } from './start/ports';
import { printProgress } from './progress.mjs';
import { prepareTables } from './start/tables';

const USAGE = `Usage: npm start -- [options]

  --port <port>          n8n (default 5678)
  --gateway-port <port>  the simulated gateway (default 8043)
  --page-port <port>     the page that shows what the gateway sees (default 8044)
  --desktop-port <port>  the server of the agents' desktop, which knows their Guids (default 8045)
  --help                 this text`;

/** An error that the user can correct; shown without a stack. */
class UsageError extends Error {}

function portOf(flag: string, text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new UsageError(`--${flag} must be a port from 1 to 65535, not "${text}".`);
	}
	return port;
}

/** The options of the command line; undefined when it only asks for help. */
function readCommandLine(): Ports | undefined {
	const flags = Object.keys(PORTS) as PortFlag[];
	const { values } = parseArgs({
		options: {
			...Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }])),
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const given = values as Partial<Record<PortFlag, string>>;
	const ports = flags.map((flag) => [flag, portOf(flag, given[flag] ?? String(PORTS[flag]))]);
	return Object.fromEntries(ports) as Ports;
}

interface Started {
	simulator?: Simulator;
	page?: Page;
	desktop?: Desktop;
	server?: Server;
}

async function stop({ simulator, page, desktop, server }: Started): Promise<void> {
	await server?.process.stop();
	await page?.close();
	await desktop?.close();
	await simulator?.close();
}

async function main(started: Started): Promise<void> {
	const ports = readCommandLine();
	if (!ports) {
		console.log(USAGE);
		return;
	}
	const trouble = await portProblem(ports);
	if (trouble !== undefined) throw new UsageError(trouble);
	const said = (text: string) => console.log(`  ${text}`);

	console.log('Starting …');
	const stopProgress = printProgress('starting');
	// The strict case for analysts: a session can act only for its own agent.
	started.simulator = await startSimulator({
		port: ports['gateway-port'],
		agents: DEMO_SITE,
		// Otherwise the text of a note could not be practised with.
		switches: { guidScope: 'own', noteEvent: 'note' },
	});
	// The lunch rota believes that it is noon: an agent is due back from lunch.
	started.simulator.rest('31003', 1800);
	started.page = await servePage(started.simulator, ports['page-port']);
	started.desktop = await serveDesktop(started.simulator, newKey(), ports['desktop-port']);
	said(`simulated gateway at ${started.simulator.url}`);

	const folder = join(ROOT, '.start');
	mkdirSync(folder, { recursive: true });
	// Otherwise a schedule at 14:00 means 14:00 in New York.
	const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
	const env = { N8N_LOG_LEVEL: 'info', GENERIC_TIMEZONE: timeZone };
	const n8n = await N8n.install('start', env, { folder, remove: () => {} });
	said('package installed in n8n, as it is published');
	await n8n.importCredentials(credentialsFor(started.simulator, started.desktop));
	started.server = await n8n.startServer({ port: ports.port });
	const tables = await prepareTables(started.server.rest);
	await n8n.importWorkflows(examplesFor(started.desktop, tables));
	said('credentials, example workflows and their Data Tables are there');

	stopProgress();
	console.log(`
n8n            http://localhost:${ports.port}
  sign in as   ${OWNER.email}
  password     ${OWNER.password}
What happens   ${started.page.url}

Open a workflow in n8n, choose "Execute workflow", and watch the agents on the other page.
The example workflows are written anew at each start; what you build yourself and the Data Tables stay.
Here a session acts for its own agent only. A switch on the other page, under For developers, lets it act for all.
Ctrl-C stops everything.`);
	await started.server.process.ended;
	if (!stopping)
		throw new UsageError('n8n has ended by itself. Its log: test/e2e/.results/logs/start.log');
}

let stopping = false;
const started: Started = {};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		if (stopping) return;
		stopping = true;
		console.log('\nStopping …');
		void stop(started).then(() => process.exit(0));
	});
}

main(started).catch(async (error: unknown) => {
	if (stopping) return;
	stopping = true;
	const { code = '', message, stack } = error as Error & { code?: string };
	if (error instanceof UsageError) console.error(`\n${message}`);
	else if (code.startsWith('ERR_PARSE_ARGS')) console.error(`\n${message}\n\n${USAGE}`);
	else console.error(`\n${stack}`);
	await stop(started);
	process.exit(1);
});
