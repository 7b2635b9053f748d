/** The gateway of the bench, in a separate process, so that its work does not count as a contender's. */
import { type Simulator, startSimulator } from '../../simulator';
import { peakInFlight } from './inFlight';
import {
	agentId,
	BENCH_MEDIA_TYPES,
	type Counted,
	type GatewayCommand,
	type Ready,
	SERVICE_AGENT,
} from './messages';

/** The skill queues of job Q. */
const BENCH_QUEUES = [11, 12].map((id) => ({ id, name: `Queue ${id}`, mediaType: 5 }));

let gateway: Simulator | undefined;

async function start({
	agents,
	answerDelay,
	faults,
}: Extract<GatewayCommand, { type: 'start' }>): Promise<Ready> {
	await gateway?.close();
	gateway = await startSimulator({
		answerDelay,
		switches: { guidScope: 'vdn' },
		agents: [
			{ id: SERVICE_AGENT, inspector: true, queues: BENCH_QUEUES },
			...Array.from({ length: agents }, (_, index) => ({ id: String(agentId(index)) })),
		],
	});
	if (faults) {
		gateway.faults.add({ kind: 'resetBefore', probability: 0.025 });
		gateway.faults.add({ kind: 'resetAfter', probability: 0.025 });
		gateway.faults.add({ kind: 'retcode', retcode: '000-007', probability: 0.05 });
		gateway.faults.add({ kind: 'stall', probability: 0.01 });
	}
	const { url, ca } = gateway;
	return { url, ca, guid: gateway.agent(SERVICE_AGENT).guid };
}

function count(): Counted {
	const agents = gateway?.agents() ?? [];
	const inboxes = agents.map(({ inbox }) => inbox.length);
	return {
		requests: gateway?.requests.length ?? 0,
		peakInFlight: peakInFlight(gateway?.requests ?? []),
		peakConnections: gateway?.openConnections.peak ?? 0,
		notes: inboxes.reduce((sum, length) => sum + length, 0),
		notesTwice: inboxes.filter((length) => length > 1).length,
		limited: agents.filter(({ sessionLimits }) =>
			BENCH_MEDIA_TYPES.every((type) => sessionLimits[type] !== undefined),
		).length,
	};
}

process.on('message', (command: GatewayCommand) => {
	if (command.type === 'count') process.send?.(count());
	else void start(command).then((ready) => process.send?.(ready));
});
