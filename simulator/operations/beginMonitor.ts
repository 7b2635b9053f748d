import { watch } from '../site/monitoring';
import { monitoring } from './monitor';

/**
 * From now on an inspector gets an event whenever one of the agents changes its state, signs in or signs out, until the
 * inspector's session ends. Source: Huawei's ICP Bridge, 2018. Judgements: no event reports the agents' present states,
 * and a repeated request changes nothing.
 */
export const beginMonitor = monitoring((target, { agent: inspector, switches }) => {
	watch(target, inspector, switches);
});
