// Mutation tests of the protocol layer: `npm run mutation`, or for one file
// `npm run mutation -- --mutate gateway/session/sessionCache.ts`.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The files of tests in a folder of the repository. */
export const testsIn = (folder) =>
	readdirSync(here(`../../${folder}`), { recursive: true })
		.filter((name) => name.endsWith('.test.ts'))
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.sort();

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	// The table of retcodes is left out: see results.md.
	mutate: ['gateway/**/*.ts', '!gateway/answer/retcodes.ts'],
	// The sandbox needs no more than the code and its unit tests.
	ignorePatterns: [
		'/*',
		'!/docs/',
		'!/gateway/',
		'!/nodes/',
		'!/test/',
		'/test/*',
		'!/test/unit/',
		'!/test/support/',
		'!/test/mutation/',
		'/test/mutation/*',
		'!/test/mutation/shortProperties.cjs',
		'!/*.json',
		'!/*.mjs',
	],
	plugins: [here('inProcessRunner.mjs')],
	testRunner: 'inProcess',
	inProcess: {
		testFiles: testsIn('test/unit/gateway'),
		setupFile: 'test/mutation/shortProperties.cjs',
	},
	// A machine that is busy with other things is no endless loop.
	timeoutMS: 20_000,
	timeoutFactor: 3,
	coverageAnalysis: 'perTest',
	// What runs when a file is loaded, such as the tables of texts, would need all tests for each change.
	ignoreStatic: true,
	concurrency: 2,
	allowConsoleColors: false,
	tempDirName: here('.results/sandbox'),
	reporters: ['progress-append-only', 'clear-text', 'json'],
	clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
	// What did not change since the last run is not tried again; `--force` tries everything.
	incremental: true,
	incrementalFile: here('.results/incremental.json'),
	jsonReporter: { fileName: here('.results/mutation.json') },
	thresholds: { high: 95, low: 90, break: 85 },
};
