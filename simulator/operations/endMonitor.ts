import { unwatch } from '../site/monitoring';
import { monitoring } from './monitor';

/**
 * Stops the events of the agents for an inspector. Source: Huawei's ICP Bridge, 2018, which sends it before it begins
 * to monitor. That it is accepted for agents who are not monitored is a judgement.
 */
export const endMonitor = monitoring((target, { agent: inspector, switches }) => {
	unwatch(target, inspector, switches);
});
