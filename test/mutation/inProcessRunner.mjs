// How Stryker runs the tests: in one process, those of `nodes/shared/` on n8n's own engine. See testFiles.mjs.
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	MutantRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createTestFiles } from './testFiles.mjs';

/** Between a file and the name of a test in it. */
const SEPARATOR = ' › ';

/** Of how many tests that noticed a change one is run again without it: the process must not be spoilt. */
const SAMPLE = 10;

/** A test that failed because its time was up is always run again without the change: the machine may be busy. */
const isTimeout = (error) => error.startsWith('Exceeded timeout');

/** How many tests that noticed a change of a file are tried first. */
const MAX_FIRST = 6;

/** At most so many of them, evenly spread. */
const spread = (ids, most) =>
	ids.filter(
		(_, index) =>
			ids.length <= most ||
			Math.floor((index * most) / ids.length) !== Math.floor(((index - 1) * most) / ids.length),
	);

/** Where the code that Stryker changed looks which change is active, and notes what was reached. */
const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class InProcessRunner {
	static inject = tokens(commonTokens.logger, commonTokens.options);

	/** File of tests to the milliseconds that it takes: the quick ones run first. */
	times = new Map();

	/** Changed file to the tests that noticed a change of it, the last one first. */
	noticedBy = new Map();

	noticed = 0;

	constructor(log, { inProcess: { testFiles, maxTestsPerFile = Infinity, setupFile } }) {
		this.setupFile = setupFile;
		this.maxTestsPerFile = maxTestsPerFile;
		this.log = log;
		this.files = testFiles;
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	async init() {
		process.env.NODE_ENV = 'test';
		if (this.setupFile) createRequire(import.meta.url)(join(process.cwd(), this.setupFile));
		this.testFiles = createTestFiles(process.cwd(), {
			// What runs while n8n loads the package belongs to no test.
			whileLoading: async (load) => {
				const { currentTestId } = context;
				context.currentTestId = undefined;
				try {
					return await load();
				} finally {
					context.currentTestId = currentTestId;
				}
			},
		});
	}

	async dryRun() {
		context.activeMutant = undefined;
		const tests = [];
		for (const file of this.files) tests.push(...(await this.run(file)));
		return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, sandboxFileName }) {
		const tests = [];
		for (const [file, wanted] of this.roundsOf(sandboxFileName, new Set(testFilter))) {
			Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
			const results = await this.run(file, { wanted, bail: !disableBail });
			const endless = determineHitLimitReached(context.hitCount, hitLimit);
			Object.assign(context, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
			if (endless) return endless;
			tests.push(...results);
			const failed = results.find(({ status }) => status === TestStatus.Failed);
			if (failed === undefined) continue;
			const isDoubtful = ++this.noticed % SAMPLE === 0 || isTimeout(failed.failureMessage);
			if (isDoubtful && !(await this.passes(file, failed.id))) {
				const errorMessage = `Fails without a change: ${failed.id}`;
				return { status: MutantRunStatus.Error, errorMessage };
			}
			this.remember(sandboxFileName, failed.id);
			if (!disableBail) break;
		}
		return toMutantRunResult({ status: DryRunStatus.Complete, tests }, disableBail);
	}

	/** Files of tests with the tests to run, in order: those that noticed a change of the same file, then the rest. */
	*roundsOf(sandboxFileName, reaching) {
		const inFile = (file, ids) => ids.filter((id) => id.startsWith(file + SEPARATOR));
		const first = (this.noticedBy.get(sandboxFileName) ?? []).filter((id) => reaching.has(id));
		const files = this.files.toSorted((a, b) => this.times.get(a) - this.times.get(b));
		const rest = [...reaching].filter((id) => !first.includes(id));
		for (const ids of [first, rest]) {
			for (const file of files) {
				const wanted = spread(inFile(file, ids), this.maxTestsPerFile);
				if (wanted.length > 0) yield [file, new Set(wanted)];
			}
		}
	}

	remember(sandboxFileName, id) {
		const others = (this.noticedBy.get(sandboxFileName) ?? []).filter((other) => other !== id);
		this.noticedBy.set(sandboxFileName, [id, ...others].slice(0, MAX_FIRST));
	}

	/** Whether a test that failed passes without the change: only then was it the change. */
	async passes(file, id) {
		const results = await this.run(file, { wanted: new Set([id]) });
		return results.every(({ status }) => status === TestStatus.Success);
	}

	async run(file, { wanted, bail } = {}) {
		const idOf = (name) => file + SEPARATOR + name;
		const began = performance.now();
		const results = await this.testFiles.run(join(process.cwd(), file), {
			isWanted: (name) => !wanted || wanted.has(idOf(name)),
			bail,
			onTest: (name) => {
				context.currentTestId = name && idOf(name);
			},
		});
		if (!this.times.has(file)) this.times.set(file, performance.now() - began);
		return results.map(({ name, timeSpentMs, error }) => ({
			id: idOf(name),
			name,
			fileName: join(process.cwd(), file),
			timeSpentMs,
			...(error === undefined
				? { status: TestStatus.Success }
				: { status: TestStatus.Failed, failureMessage: error }),
		}));
	}
}

export const strykerPlugins = [
	declareClassPlugin(PluginKind.TestRunner, 'inProcess', InProcessRunner),
];
