import root from '../../jest.config.mjs';

/** The end-to-end tests, run one file at a time. `tools/e2e.mjs` builds and packs the package first. */
/** @type {import('jest').Config} */
export default {
	...root,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	testTimeout: 180_000,
	maxWorkers: 1,
	verbose: true,
};
