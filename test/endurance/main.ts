/**
 * `npm run endurance`: the real n8n in queue mode under load, on a gateway that fails by chance, while its parts are
 * killed and started again. Prints what was found and the figures, and writes them down.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS } from '../e2e/support/places';
import { collect } from './collect';
import { figuresOf } from './figures';
import { judge } from './judge';
import { type Options, readOptions } from './options';
import { print, publish } from './report';

const MAX_SHOWN = 25;

async function main(options: Options): Promise<void> {
	console.log(`Endurance: ${options.minutes} minutes, seed ${options.seed}`);
	const { evidence, guids } = await collect(options, console.log);
	const findings = judge(evidence);
	const figures = figuresOf(evidence, { options, findings, guids });
	print(figures);
	for (const { promise, text } of findings.slice(0, MAX_SHOWN))
		console.log(`NOT HELD: ${promise}: ${text}`);
	mkdirSync(RESULTS, { recursive: true });
	writeFileSync(join(RESULTS, 'endurance.json'), `${JSON.stringify(figures, null, '\t')}\n`);
	writeFileSync(join(RESULTS, 'endurance-evidence.json'), JSON.stringify(evidence));
	await publish(figures);
	console.log(
		`\nSeed ${options.seed}: ${findings.length === 0 ? 'everything held' : `${findings.length} findings`}`,
	);
	console.log('Figures, evidence and logs are in test/e2e/.results/.');
	if (findings.length > 0) process.exitCode = 1;
}

const options = readOptions(process.argv.slice(2));
if (options !== undefined) {
	main(options).catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	});
}
