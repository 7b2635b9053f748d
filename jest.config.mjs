import { availableParallelism } from 'node:os';

const swc = [
	'@swc/jest',
	{
		jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
		module: { type: 'commonjs' },
	},
];

/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	testMatch: [
		'<rootDir>/test/{unit,contract,simulator,engine,package,bench,endurance}/**/*.test.ts',
	],
	// A few packages below the simulator's OpenAPI library are ES modules only, which jest cannot load.
	transform: { '\\.ts$': swc, '/node_modules/@apidevtools/.+\\.js$': swc },
	transformIgnorePatterns: ['/node_modules/(?!@apidevtools/)'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/package.json',
		'<rootDir>/test/e2e/',
		'<rootDir>/.start/',
		'<rootDir>/test/mutation/.results/',
		'<rootDir>/test/oldest/',
	],
	testTimeout: 30_000,
	// Many tests wait for the network or a clock: two at a time are faster also on two cores.
	maxWorkers: Math.max(2, availableParallelism() - 1),
};
