import type { BeginMonitorArguments } from './beginMonitor';
import type { GatewayRequest } from './request';

/**
 * End the monitoring that `beginMonitor` started. No current page names the request; Huawei's ICP Bridge (2018) sends
 * it, with semicolons between the IDs.
 * @param arguments the inspector, and 1 to 100 agent IDs
 */
export const endMonitor = ({ agentId, agentIds }: BeginMonitorArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/endmonitor`,
	query: { agents: agentIds.join(';') },
	effect: 'idempotent',
});
