import { watch } from '../site/monitoring';
import { monitoring } from './monitor';

/**
 * From now on an inspector gets an event whenever one of the agents changes its state, signs in or signs
 * out, until the inspector's session ends. Source: Huawei's ICP Bridge, 2018. That nothing is told of how
 * the agents are at that moment, and that asking again changes nothing, are judgements.
 */
export const beginMonitor = monitoring((target, { agent: inspector, switches }) => {
	watch(target, inspector, switches);
});
