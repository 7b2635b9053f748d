import type { RecordedRequest } from '../http/requests';
import { requestLine } from '../http/requestLine';
import type { Simulator } from '../http/simulator';
import type { AgentView } from '../site/state';
import { ACTIONS } from './actions';
import { queueRow } from './queueRows';
import { customStatusOf, doingOf, limitsOf, nameOf } from './words';

/** How much of what piles up is shown. */
const LAST_REQUESTS = 50;
const LAST_NOTES = 20;

/** An agent as the page shows it: in words, and nothing secret. */
const agentRow = (agent: AgentView, names: ReadonlyMap<string, string>) => ({
	id: agent.id,
	vdn: agent.vdn,
	name: agent.name,
	queues: agent.activeQueues.map((queue) => queue.name),
	inspector: agent.inspector,
	signedIn: agent.signedIn,
	doing: doingOf(agent),
	restEndsAt: agent.restEndsAt,
	customStatus: customStatusOf(agent),
	limits: limitsOf(agent),
	noteCount: agent.inbox.length,
	notes: agent.inbox
		.slice(-LAST_NOTES)
		.reverse()
		.map(({ from, content }) => ({ from: names.get(from) ?? from, content })),
	actions: ACTIONS.filter((action) => action.offered(agent)).map(({ path, label }) => ({
		path,
		label,
	})),
});

const requestRow = (request: RecordedRequest) => ({
	line: requestLine(request),
	/** Whether the gateway accepted it and no fault kept the answer back. */
	good: request.carriedOut && request.fault === undefined,
});

/** All that the page shows at one moment. Holds no Guid, no password and no cookie. */
export function snapshotOf(simulator: Simulator) {
	const agents = simulator.agents();
	const names = new Map(agents.map((agent) => [agent.id, nameOf(agent)]));
	return {
		url: simulator.url,
		requestCount: simulator.requests.length,
		connections: simulator.openConnections.now,
		agents: agents.map((agent) => agentRow(agent, names)),
		queues: simulator.queues().map(queueRow),
		switches: simulator.switches,
		faults: simulator.faults.planned().map(({ id, fault, struck }) => ({
			id,
			kind: fault.kind,
			operation: fault.operation,
			times: fault.times,
			struck,
		})),
		requests: simulator.requests.slice(-LAST_REQUESTS).reverse().map(requestRow),
	};
}
