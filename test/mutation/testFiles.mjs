// Runs files of tests again and again in one process, for the mutation tests of the nodes: jest would load n8n's
// engine anew for each file and change, several seconds each time. The tests run as they do with jest (its own
// `describe`, `it`, `expect` and `jest.fn`), and every run loads the repository's own modules anew.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { compileFunction } from 'node:vm';

/** What a test may take, in ms: half of what it may with jest, because a change often makes it wait in vain. */
const TEST_TIMEOUT_MS = 15_000;

const SWC_OPTIONS = {
	jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
	module: { type: 'commonjs' },
};

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Matches nothing. */
const NO_TEST = /$^/;

const fullNameOf = ({ name, parent }) =>
	parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK'
		? name
		: `${fullNameOf(parent)} ${name}`;

/**
 * @param root the repository, or a copy of it
 * @param whileLoading wraps the time in which n8n's engine loads the package
 */
export function createTestFiles(root, { whileLoading = (load) => load() } = {}) {
	const require = createRequire(join(root, 'package.json'));
	// jest brings them along.
	const requireOfJest = createRequire(
		createRequire(createRequire(require.resolve('jest')).resolve('@jest/core')).resolve(
			'jest-config',
		),
	);
	const circus = requireOfJest('jest-circus');
	const { transformSync } = require('@swc/core');
	installGlobals(createRequire(requireOfJest.resolve('jest-circus')), requireOfJest, root, circus);

	const { PackageDirectoryLoader } = require('n8n-core');
	const { loadAll } = PackageDirectoryLoader.prototype;
	PackageDirectoryLoader.prototype.loadAll = async function () {
		return await whileLoading(() => loadAll.call(this));
	};

	const isOwn = (file) => file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`);
	const compiled = new Map();
	const { extensions, cache } = require;

	/** Compiles a module once, and runs it whenever it is loaded. */
	const load = (asTypeScript, usual) => (module, filename) => {
		if (!isOwn(filename)) return usual(module, filename);
		let run = compiled.get(filename);
		if (run === undefined) {
			const source = readFileSync(filename, 'utf8');
			const code = asTypeScript ? transformSync(source, { ...SWC_OPTIONS, filename }).code : source;
			run = compileFunction(code, PARAMETERS, { filename });
			compiled.set(filename, run);
		}
		run(module.exports, createRequire(filename), module, filename, dirname(filename));
		return undefined;
	};
	extensions['.ts'] = load(true);
	extensions['.js'] = load(false, extensions['.js']);

	return {
		/**
		 * Loads a file and runs its tests.
		 * @param file its path
		 * @param isWanted tells by a test's full name whether to run it
		 * @param bail whether to stop at the first failure
		 * @param onTest is handed the full name of each test that begins, and undefined when it has ended
		 * @returns the tests that ran: `name`, `timeSpentMs`, `error` (a text, if it failed)
		 */
		async run(file, { isWanted = () => true, bail = false, onTest = () => {} } = {}) {
			for (const name of Object.keys(cache)) if (isOwn(name)) delete cache[name];
			// A test that failed may have left its mocks in place.
			globalThis.jest.restoreAllMocks();
			circus.resetState();
			const state = circus.getState();
			state.testTimeout = TEST_TIMEOUT_MS;
			state.testNamePattern = { test: (name) => isWanted(name) };
			const results = [];
			const listen = ({ name, test, error }) => {
				if (name === 'test_started') onTest(fullNameOf(test));
				if (name !== 'test_done') return;
				onTest(undefined);
				const [failure] = test.errors;
				const text = failure && String([failure].flat()[0]?.message ?? failure);
				results.push({ name: fullNameOf(test), timeSpentMs: test.duration ?? 0, error: text });
				if (failure && bail) circus.getState().testNamePattern = NO_TEST;
			};
			circus.addEventHandler(listen);
			try {
				require(file);
				const { unhandledErrors } = await circus.run();
				if (unhandledErrors.length > 0) {
					results.push({ name: relative(root, file), timeSpentMs: 0, error: unhandledErrors[0] });
				}
			} catch (error) {
				results.push({ name: relative(root, file), timeSpentMs: 0, error: String(error) });
			} finally {
				circus.removeEventHandler(listen);
			}
			return results;
		},
	};
}

/** What jest makes global. */
function installGlobals(requireOfCircus, requireOfJest, root, circus) {
	const { jestExpect } = requireOfCircus('@jest/expect');
	const { ModuleMocker } = requireOfCircus('jest-mock');
	const { ModernFakeTimers } = createRequire(requireOfJest.resolve('jest-environment-node'))(
		'@jest/fake-timers',
	);
	const mocker = new ModuleMocker(globalThis);
	const timers = new ModernFakeTimers({
		global: globalThis,
		config: { rootDir: root, fakeTimers: {} },
	});
	const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
	Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach });
	globalThis.expect = jestExpect;
	globalThis.jest = {
		fn: mocker.fn.bind(mocker),
		spyOn: mocker.spyOn.bind(mocker),
		restoreAllMocks: () => mocker.restoreAllMocks(),
		useFakeTimers: (options) => timers.useFakeTimers(options),
		useRealTimers: () => timers.useRealTimers(),
		advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
		advanceTimersByTimeAsync: async (ms) => await timers.advanceTimersByTimeAsync(ms),
		setSystemTime: (now) => timers.setSystemTime(now),
	};
}
