/**
 * `npm run endurance`: the real n8n in queue mode under load, on a gateway with random faults, while its parts are
 * killed and restarted. Prints and stores the findings and the figures. With `--trigger`: a workflow started by every
 * event of such a gateway. With `--broadcast`: the example that survives crashes.
 */
import { collect } from './collect';
import { conclude } from './conclude';
import { figuresOf } from './figures';
import { judge } from './judge';
import { type Options, readOptions } from './options';
import { PUBLICATION } from './report';
import { runTrigger } from './trigger';
import { runBroadcast } from './broadcast';

async function runNodes(options: Options): Promise<void> {
	const { evidence, guids } = await collect(options, console.log);
	const findings = judge(evidence);
	const figures = figuresOf(evidence, { options, findings, guids });
	await conclude({ name: 'endurance', figures, evidence, publication: PUBLICATION });
}

async function main(options: Options): Promise<void> {
	const { minutes, runs, seed } = options;
	if (options.broadcast) {
		console.log(`Endurance of the broadcast: ${runs} runs in each mode, seed ${seed}`);
		await runBroadcast(options);
		return;
	}
	const what = options.trigger ? 'Endurance of the trigger' : 'Endurance';
	console.log(`${what}: ${minutes} minutes, seed ${seed}`);
	await (options.trigger ? runTrigger(options) : runNodes(options));
}

const options = readOptions(process.argv.slice(2));
if (options !== undefined) {
	main(options).catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	});
}
