/** One contender with one job, in a separate process. Measures itself and reports the result. */
import { CREDENTIAL_ID } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { httpRequestFlow, packageFlow, rowsOf } from './jobs';
import { runLoop } from './loops';
import { type Assignment, type Measured, SERVICE_AGENT } from './messages';
import { watchPauses } from './pauses';
import { profiled } from './profile';

const isNode = ({ contender }: Assignment): boolean =>
	contender === 'package' || contender.startsWith('http-request');

const credentialOf = ({ url, ca, guid }: Assignment) => ({
	[CREDENTIAL_ID]: {
		gatewayUrl: url,
		authentication: 'guid',
		agentId: SERVICE_AGENT,
		guid,
		trustedCa: ca,
	},
});

function flowOf(assignment: Assignment) {
	if (assignment.contender === 'package') return packageFlow(assignment);
	const batched = assignment.contender === 'http-request-batched';
	return httpRequestFlow(assignment, batched ? { batchSize: 20, batchInterval: 25 } : undefined);
}

type Done = Pick<Measured, 'outcomes' | 'pauses'>;

async function runFlow(assignment: Assignment): Promise<Done> {
	const flow = flowOf(assignment);
	const rows = rowsOf(assignment);
	const pausesIn = assignment.job === 'M' ? watchPauses() : undefined;
	const { json, error, runs } = await execute(flow, {
		pinData: { Rows: rows },
		credentials: credentialOf(assignment),
	});
	const { startTime = 0, executionTime = 0 } = runs('Node')[0] ?? {};
	const pauses = pausesIn?.({ from: startTime, to: startTime + executionTime });
	if (error) throw error;
	const outcomes: Record<string, number> = {};
	for (const { outcome, retcode, error: why } of json('Node')) {
		const name = (outcome as string) ?? (why ? 'error' : retcode === '0' ? 'accepted' : 'refused');
		outcomes[name] = (outcomes[name] ?? 0) + 1;
	}
	return { outcomes, pauses };
}

/**
 * Loads all code of the job, including expressions and TLS, by running it with one item against a closed port, so that
 * start-up time is not measured.
 */
async function warmUp(assignment: Assignment): Promise<void> {
	const nowhere = { ...assignment, url: 'https://localhost:1', items: 1, maxTries: 1 };
	if (!isNode(assignment)) {
		await runLoop(nowhere).catch(() => {});
		return;
	}
	await execute(flowOf(nowhere), {
		pinData: { Rows: rowsOf(nowhere) },
		credentials: credentialOf(nowhere),
	});
}

async function measure(assignment: Assignment): Promise<Measured> {
	await warmUp(assignment);
	const run = async (): Promise<Done> =>
		isNode(assignment) ? await runFlow(assignment) : { outcomes: await runLoop(assignment) };

	if (assignment.warm) await run();
	global.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampler = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 50);
	const cpu = process.cpuUsage();
	const started = performance.now();
	let done: Partial<Measured> & Done = { outcomes: {} };
	try {
		if (assignment.profile) {
			const { result, shares } = await profiled(run);
			done = { ...result, shares };
		} else {
			done = await run();
		}
	} catch (error) {
		done.failure = error instanceof Error ? error.message : String(error);
	}
	const wallMs = performance.now() - started;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	peak = Math.max(peak, process.memoryUsage.rss());
	return {
		wallMs,
		cpuMs: (user + system) / 1000,
		peakMb: (peak - before) / 2 ** 20,
		...done,
	};
}

process.on('message', (assignment: Assignment) => {
	void measure(assignment).then((measured) => process.send?.(measured, () => process.exit(0)));
});
