// Mutation tests of what the nodes share: `npm run mutation`, or for one file
// `npm run mutation -- --mutate nodes/shared/send/ledger.ts`.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import gateway from './stryker.config.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Longer than the rest together, for nothing that the rest does not reach. */
const LEFT_OUT =
	/secrets|broadcast|longRuns|credentialChanges|eventWorkflows|readingFields|triggerSessions\.test|engine\/trigger\.test/;

const testsIn = (folder) =>
	readdirSync(here(`../../${folder}`), { recursive: true })
		.filter((name) => name.endsWith('.test.ts'))
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.filter((file) => !LEFT_OUT.test(file))
		.sort();

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	...gateway,
	mutate: ['nodes/shared/**/*.ts'],
	// The engine runs the built package, which `buildCommand` makes in the sandbox.
	ignorePatterns: [
		'/*',
		'!/credentials/',
		'!/docs/',
		'!/workflows/',
		'!/gateway/',
		'!/icons/',
		'!/nodes/',
		'!/simulator/',
		'!/test/',
		'/test/*',
		'!/test/engine/',
		'!/test/frozen/',
		'!/test/support/',
		'!/test/unit/',
		'!/tools/',
		'!/*.json',
		'!/*.mjs',
		'!/*.md',
	],
	buildCommand: 'node tools/build.mjs',
	plugins: [here('nodesRunner.mjs')],
	testRunner: 'nodes',
	nodes: {
		testFiles: [...testsIn('test/unit/nodes'), ...testsIn('test/engine')],
		// For one change, spread over all that reach it: many only repeat others with another node.
		maxTestsPerFile: 20,
	},
	// A machine that is busy with other things is no endless loop.
	timeoutMS: 60_000,
	timeoutFactor: 2,
	dryRunTimeoutMinutes: 30,
	tempDirName: here('.results/sandboxNodes'),
	incrementalFile: here('.results/incrementalNodes.json'),
	jsonReporter: { fileName: here('.results/mutationNodes.json') },
};
