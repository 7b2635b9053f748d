/** Runs n8n with a workflow started by every event, and collects the evidence. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8n, type Server } from '../../e2e/support/n8n';
import { temporaryFolder } from '../../e2e/support/places';
import { postgresEnvironment, startPostgres } from '../../e2e/support/services';
import { waitFor } from '../../e2e/support/waitFor';
import { EVENT_KINDS } from '../../../gateway/answer/eventKinds';
import { NEXT, triggerFlow } from '../../support/triggerFlow';
import { readMemory } from '../memory';
import type { Options } from '../options';
import { unfinished } from '../stored';
import { planMoments, planReturns } from './plan';
import type { Restart, TriggerEvidence } from './records';
import { Site, WATCHED } from './site';
import { readStarted } from './stored';

/** Time limit in seconds without a poll of the remaining events, and for executions to end. */
const CALM_TIMEOUT_SECONDS = 120;

/** Time in ms during which a deactivated trigger must not poll. */
const AFTERWARDS_MS = 8_000;

/** Waits until all events are fetched, or none has been for the time limit. @returns the number of events left */
async function emptied(site: Site): Promise<number> {
	let left = Infinity;
	for (let since = performance.now(); performance.now() - since < CALM_TIMEOUT_SECONDS * 1000;) {
		if (site.waiting < left) {
			left = site.waiting;
			since = performance.now();
		}
		if (left === 0) break;
		await sleep(100);
	}
	return left;
}

/** n8n's main process, which is stopped and restarted. */
interface Main {
	server: Server;
	/** Restarts it in the same folder. */
	start: () => Promise<Server>;
}

async function load(
	site: Site,
	main: Main,
	postgresPort: number,
	{ minutes, seed }: Options,
	log: (line: string) => void,
) {
	const { rest } = main.server;
	const { ccGatewayApi } = await rest.addCredential('Service agent', site.credential);
	const parameters = { events: [...EVENT_KINDS], watchedAgents: WATCHED.join(', ') };
	const flow = triggerFlow(parameters, [NEXT], { ccGatewayApi });
	const workflow = await rest.addActive('Every event', flow);
	await waitFor('the first poll', () => site.isPolled);
	const from = Date.now();
	const clock = (line: string) =>
		log(`${((Date.now() - from) / 1000).toFixed(0).padStart(5)} s  ${line}`);
	clock('the trigger polls; the events begin');
	site.makeTrouble();
	const eventsEnded = new AbortController();
	const [returns] = await Promise.all([
		comeBack(main, workflow, { seed, minutes }, eventsEnded.signal, clock),
		site.happen(planMoments(seed, minutes * 60_000), clock).finally(() => eventsEnded.abort()),
	]);
	const until = Date.now();
	clock('the events end');
	main.server.process.mustRun();
	const left = await emptied(site);
	await main.server.rest.deactivate(workflow);
	const deactivatedAt = Date.now();
	await sleep(AFTERWARDS_MS);
	const atRest = async () => (await unfinished(postgresPort)) === 0;
	await waitFor('the end of all executions', atRest, {
		seconds: CALM_TIMEOUT_SECONDS,
		interval: 1_000,
	});
	clock('n8n is at rest');
	return { from, until, deactivatedAt, left, ...returns };
}

/** Publishes the workflow again and restarts n8n, as planned. */
async function comeBack(
	main: Main,
	workflow: string,
	{ seed, minutes }: Pick<Options, 'minutes' | 'seed'>,
	eventsEnded: AbortSignal,
	log: (line: string) => void,
): Promise<{ republished: number; restarts: Restart[] }> {
	const begin = performance.now();
	const restarts: Restart[] = [];
	let republished = 0;
	for (const { after, kind, away } of planReturns(seed, minutes * 60_000)) {
		await sleep(Math.max(0, begin + after - performance.now()));
		if (eventsEnded.aborted) break;
		log(
			kind === 'restart' ? 'n8n is stopped and started again' : 'the workflow is published again',
		);
		if (kind === 'restart') {
			const from = Date.now();
			await main.server.process.stop('SIGTERM', 60);
			restarts.push({ from, until: Date.now() });
			main.server = await main.start();
		} else {
			republished++;
			await main.server.rest.deactivate(workflow);
			await sleep(away);
			await main.server.rest.activate(workflow);
		}
	}
	return { republished, restarts };
}

/** @throws {Error} if a part could not be started, or executions do not end */
export async function collect(
	options: Options,
	log: (line: string) => void,
): Promise<TriggerEvidence> {
	const place = temporaryFolder('endurance-trigger');
	const memory = join(place.folder, 'memory');
	const [site, postgres] = await Promise.all([Site.open(options.seed), startPostgres()]);
	let n8n: N8n | undefined;
	let main: Main | undefined;
	try {
		n8n = await N8n.install('endurance-trigger', {
			...postgresEnvironment(postgres.port),
			DB_POSTGRESDB_POOL_SIZE: '8',
			EXECUTIONS_DATA_PRUNE: 'false',
			N8N_LOG_LEVEL: 'info',
			NODE_OPTIONS: `--require ${join(__dirname, '..', 'memoryHook.cjs')}`,
			ENDURANCE_MEMORY: memory,
		});
		const lives: TriggerEvidence['lives'] = [];
		const installed = n8n;
		const start = async (): Promise<Server> => {
			const startedAt = Date.now();
			const log = `endurance-trigger-${lives.length}`;
			const server = await installed.startServer({ log, seconds: 120 });
			const { pid } = server.process;
			lives.push({
				...{ part: 'main', startedAt, taken: [], finished: [] },
				get memory() {
					return readMemory(memory, pid);
				},
			});
			return server;
		};
		main = { server: await start(), start };
		const times = await load(site, main, postgres.port, options, log);
		return {
			...times,
			...(await readStarted(postgres.port)),
			...site.counts(),
			handedOut: site.handedOut(),
			polls: site.polls(),
			sessions: site.sessions(),
			lives: lives.map((life) => ({ ...life })),
		};
	} finally {
		await main?.server.process.stop();
		await Promise.all([site.close(), postgres.stop()]);
		n8n?.remove();
		place.remove();
	}
}
