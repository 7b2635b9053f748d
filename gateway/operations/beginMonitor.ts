import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Agents per request: the limit of Huawei's ICP Bridge (2018). */
export const MAX_MONITORED_PER_REQUEST = 100;

export interface BeginMonitorArguments {
	/** The inspector who receives the events. */
	agentId: AgentId;
	/** The agents to monitor: 1 to 100 IDs. */
	agentIds: readonly number[];
}

/**
 * Monitor other agents: until the session ends, the inspector receives an event whenever one of them changes state. No
 * current page names the request; the clients of 2014 and 2018 that use it separate the IDs with semicolons. Its event
 * is documented: api-ccfs-cec, cec_07_0541.
 */
export const beginMonitor = ({ agentId, agentIds }: BeginMonitorArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/beginmonitor`,
	query: { agents: agentIds.join(';') },
	effect: 'idempotent',
});
