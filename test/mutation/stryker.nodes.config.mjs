// Mutation tests of what the nodes share: `npm run mutation`, or for one file
// `npm run mutation -- --mutate nodes/shared/send/ledger.ts`.
import { fileURLToPath } from 'node:url';
import gateway, { testsIn } from './stryker.config.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** They take longer than the rest together, and reach little that the rest does not. */
const LEFT_OUT =
	/engine\/(secrets|broadcast|longRuns|eventWorkflows|readingFields|triggerSessions)\.test/;

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
	inProcess: {
		testFiles: [...testsIn('test/unit/nodes'), ...testsIn('test/engine')].filter(
			(file) => !LEFT_OUT.test(file),
		),
		// For one change, spread over all that reach it: many only repeat others with another node.
		maxTestsPerFile: 20,
	},
	timeoutMS: 60_000,
	timeoutFactor: 2,
	dryRunTimeoutMinutes: 30,
	tempDirName: here('.results/sandboxNodes'),
	incrementalFile: here('.results/incrementalNodes.json'),
	jsonReporter: { fileName: here('.results/mutationNodes.json') },
};
