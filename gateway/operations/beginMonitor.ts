import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** So many agents at once: as Huawei's ICP Bridge (2018) does. */
export const MAX_MONITORED_PER_REQUEST = 100;

export interface BeginMonitorArguments {
	/** Who wants to know: an inspector. */
	agentId: AgentId;
	/** Whom to watch, 1 to 100 agent IDs. */
	agentIds: readonly number[];
}

/**
 * From now on, and as long as the session lasts, the agent gets an event whenever one of the others changes state.
 * No current page names it; the clients of 2014 and 2018 that use it put semicolons between the IDs. Its event is
 * documented: api-ccfs-cec, cec_07_0541.
 */
export const beginMonitor = ({ agentId, agentIds }: BeginMonitorArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/beginmonitor`,
	query: { agents: agentIds.join(';') },
	effect: 'idempotent',
});
