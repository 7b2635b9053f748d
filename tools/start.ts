/**
 * `npm start`: n8n with this package installed, a simulated gateway, a credential and the example
 * workflows, all on this computer, until Ctrl-C. What is built in n8n stays in `.start/`.
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
	DEMO_SITE,
	type Page,
	SERVICE_AGENT,
	servePage,
	type Simulator,
	startSimulator,
} from '../simulator';
import { N8n, type Server } from '../test/e2e/support/n8n';
import { ROOT } from '../test/e2e/support/places';
import { OWNER } from '../test/e2e/support/rest';
import { CREDENTIAL_ID } from '../test/support/bench';
import { exampleWorkflow, WORKFLOWS } from '../test/support/workflows';

const USAGE = `Usage: npm start -- [options]

  --port <port>          n8n (default 5678)
  --gateway-port <port>  the simulated gateway (default 8043)
  --page-port <port>     the page that shows what the gateway sees (default 8044)
  --help                 this text`;

/** Something the user can put right; shown without a stack. */
class UsageError extends Error {}

function portOf(flag: string, text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new UsageError(`--${flag} must be a port from 1 to 65535, not "${text}".`);
	}
	return port;
}

function readCommandLine() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			'gateway-port': { type: 'string', default: '8043' },
			'page-port': { type: 'string', default: '8044' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	return {
		port: portOf('port', values.port),
		'gateway-port': portOf('gateway-port', values['gateway-port']),
		'page-port': portOf('page-port', values['page-port']),
	};
}

/** @throws {UsageError} naming the flag that chooses another port */
async function mustBeFree(flag: string, port: number): Promise<void> {
	const server = createServer();
	try {
		server.listen(port, 'localhost');
		await once(server, 'listening');
	} catch {
		throw new UsageError(
			`Port ${port} is in use or not allowed. Stop what uses it, or choose another: npm start -- --${flag} ${port + 1000}`,
		);
	}
	server.close();
	await once(server, 'close');
}

/** The credential for the simulator's service agent. Its certificates are new at each start. */
const credentialFor = ({ url, ca }: Simulator) => ({
	id: CREDENTIAL_ID,
	name: 'CC-Gateway simulator',
	data: {
		gatewayUrl: url,
		authentication: 'signIn',
		agentId: SERVICE_AGENT.id,
		password: SERVICE_AGENT.password,
		phonenum: '6900',
		trustedCa: ca,
		busyReasons: '201 Lunch\n202 Team meeting\n203 Training',
		customStatuses: '100 Back office\n101 Coaching',
	},
});

const named: Record<(typeof WORKFLOWS)[number], string> = {
	'scheduled-note-broadcast': 'Scheduled note broadcast',
	'session-limits-at-shift-change': 'Session limits at shift change',
	'team-busy-with-note': 'Team busy with note',
};

const credentialOfNode = { ccGatewayApi: { id: CREDENTIAL_ID, name: 'CC-Gateway simulator' } };

/** The example workflows, with the credential chosen. */
const workflows = () =>
	WORKFLOWS.map((name) => {
		const flow = exampleWorkflow(name, true);
		const nodes = flow.nodes.map((node) =>
			node.credentials ? { ...node, credentials: credentialOfNode } : node,
		);
		return { ...flow, id: name, name: named[name], nodes };
	});

interface Started {
	simulator?: Simulator;
	page?: Page;
	server?: Server;
}

async function stop({ simulator, page, server }: Started): Promise<void> {
	await server?.process.stop();
	await page?.close();
	await simulator?.close();
}

async function main(started: Started): Promise<void> {
	const ports = readCommandLine();
	if (!ports) {
		console.log(USAGE);
		return;
	}
	for (const [flag, port] of Object.entries(ports)) await mustBeFree(flag, port);
	const said = (text: string) => console.log(`  ${text}`);

	console.log('Starting …');
	started.simulator = await startSimulator({
		port: ports['gateway-port'],
		agents: DEMO_SITE,
		switches: { guidScope: 'vdn' },
	});
	started.page = await servePage(started.simulator, ports['page-port']);
	said(`simulated gateway at ${started.simulator.url}`);

	const folder = join(ROOT, '.start');
	mkdirSync(folder, { recursive: true });
	const n8n = await N8n.install('start', { N8N_LOG_LEVEL: 'info' }, { folder, remove: () => {} });
	said('package installed in n8n, as it is published');
	await n8n.importCredentials([credentialFor(started.simulator)]);
	await n8n.importWorkflows(workflows());
	said('credential and example workflows imported');
	started.server = await n8n.startServer({ port: ports.port });

	console.log(`
n8n            http://localhost:${ports.port}
  sign in as   ${OWNER.email}
  password     ${OWNER.password}
What happens   ${started.page.url}

Open a workflow in n8n, choose "Execute workflow", and watch the agents on the other page.
The example workflows are written anew at each start; what you build yourself stays.
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
