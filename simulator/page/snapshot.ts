import type { RecordedRequest } from '../http/requests';
import { requestLine } from '../http/requestLine';
import type { Simulator } from '../http/simulator';
import type { AgentView } from '../site/state';

/** How much of what piles up is shown. */
const LAST_REQUESTS = 50;
const LAST_NOTES = 20;

/** An agent as the page shows it: nothing secret. */
const agentRow = ({
	id,
	vdn,
	name,
	queues,
	signedIn,
	state,
	inspector,
	busyReason,
	preBusy,
	restCause,
	restEndsAt,
	preRest,
	customState,
	sessionLimits,
	inbox,
}: AgentView) => ({
	id,
	vdn,
	name,
	queues: queues.map((queue) => queue.name),
	signedIn,
	state,
	inspector,
	busyReason,
	preBusy,
	restCause,
	restEndsAt,
	preRest,
	customState,
	sessionLimits,
	noteCount: inbox.length,
	notes: inbox.slice(-LAST_NOTES).reverse(),
});

const requestRow = (request: RecordedRequest) => ({
	line: requestLine(request),
	/** Whether the gateway accepted it and no fault kept the answer back. */
	good: request.carriedOut && request.fault === undefined,
});

/** All that the page shows at one moment. Holds no Guid, no password and no cookie. */
export const snapshotOf = (simulator: Simulator) => ({
	url: simulator.url,
	requestCount: simulator.requests.length,
	connections: simulator.openConnections.now,
	agents: simulator.agents().map(agentRow),
	switches: simulator.switches,
	faults: simulator.faults.planned().map(({ id, fault, struck }) => ({
		id,
		kind: fault.kind,
		operation: fault.operation,
		times: fault.times,
		struck,
	})),
	requests: simulator.requests.slice(-LAST_REQUESTS).reverse().map(requestRow),
});
