/** `npm run endurance -- --trigger`: a workflow started by every event, on a gateway with random faults. */
import type { Options } from '../options';
import { conclude } from '../conclude';
import { collect } from './collect';
import { figuresOf, PUBLICATION } from './figures';
import { judgeTrigger } from './judge';

export async function runTrigger(options: Options): Promise<void> {
	const evidence = await collect(options, console.log);
	const findings = judgeTrigger(evidence);
	const figures = figuresOf(evidence, options, findings);
	await conclude({ name: 'endurance-trigger', figures, evidence, publication: PUBLICATION });
}
