import type { BeginMonitorArguments } from './beginMonitor';
import type { GatewayRequest } from './request';

/**
 * Ends what `beginMonitor` began: no more events of these agents. No current page names it; Huawei's ICP Bridge (2018)
 * sends it, with semicolons between the IDs.
 * @param arguments the inspector, and 1 to 100 agent IDs
 */
export const endMonitor = ({ agentId, agentIds }: BeginMonitorArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/endmonitor`,
	query: { agents: agentIds.join(';') },
	effect: 'idempotent',
});
