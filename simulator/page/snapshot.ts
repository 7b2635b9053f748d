import type { RecordedRequest } from '../http/requests';
import { requestLine } from '../http/requestLine';
import type { Simulator } from '../http/simulator';
import type { AgentView } from '../site/state';
import { ACTIONS } from './actions';
import { queueRow } from './queueRows';
import { customStatusOf, doingOf, limitsOf, nameOf } from './words';

/** The number of requests that the page shows, the latest ones. */
const LAST_REQUESTS = 50;
const LAST_NOTES = 20;

/** An agent as the page shows it: in words, and nothing secret. */
const agentRow = (
	agent: AgentView,
	names: ReadonlyMap<string, string>,
	watchedBy: readonly string[],
) => ({
	id: agent.id,
	vdn: agent.vdn,
	name: agent.name,
	queues: agent.activeQueues.map((queue) => queue.name),
	inspector: agent.inspector,
	/** The IDs of those who monitor the agent, such as the trigger's. */
	watchedBy,
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

/**
 * The result of a request: `good` if the gateway accepted it and no fault kept the answer back; `waiting` while it has
 * not been answered, as a poll without an event.
 */
function outcomeOf({ carriedOut, fault, endedAt }: RecordedRequest): 'good' | 'bad' | 'waiting' {
	if (fault !== undefined) return 'bad';
	if (endedAt === undefined) return 'waiting';
	return carriedOut ? 'good' : 'bad';
}

const requestRow = (request: RecordedRequest) => ({
	line: requestLine(request),
	outcome: outcomeOf(request),
});

/** Sorts inspectors and service agents first: most exercises begin with them. */
const byRole = (one: AgentView, other: AgentView) =>
	Number(other.inspector) - Number(one.inspector);

/** The whole content of the page at one moment. Holds no Guid, no password and no cookie. */
export function snapshotOf(simulator: Simulator) {
	const agents = simulator.agents().sort(byRole);
	const names = new Map(agents.map((agent) => [agent.id, nameOf(agent)]));
	return {
		url: simulator.url,
		requestCount: simulator.requests.length,
		connections: simulator.openConnections.now,
		agents: agents.map((agent) => agentRow(agent, names, simulator.watchedBy(agent.id))),
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
