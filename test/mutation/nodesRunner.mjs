// How Stryker runs the tests of `nodes/shared/`: in one process, on n8n's own engine. See testFiles.mjs.
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	MutantRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { join } from 'node:path';
import { createTestFiles } from './testFiles.mjs';

/** Between a file and the name of a test in it. */
const SEPARATOR = ' › ';

/** Of how many tests that noticed a change one is run again without it: the process must not be spoilt. */
const SAMPLE = 10;

/** Where the code that Stryker changed looks which change is active, and notes what was reached. */
const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class NodesRunner {
	static inject = tokens(commonTokens.logger, commonTokens.options);

	/** File of tests to its milliseconds, for a mutant that reaches many: the quick ones first. */
	times = new Map();

	/** Changed file to the files of tests that noticed a change of it, the last one first. */
	noticedBy = new Map();

	noticed = 0;

	constructor(log, { nodes: { testFiles } }) {
		this.log = log;
		this.files = testFiles;
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	async init() {
		process.env.NODE_ENV = 'test';
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

	async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, sandboxFileName, timeout }) {
		const wanted = testFilter && new Set(testFilter);
		const before = this.noticedBy.get(sandboxFileName) ?? [];
		const rank = (file) => (before.includes(file) ? before.indexOf(file) - before.length : 0);
		const files = this.files
			.filter((file) => !wanted || testFilter.some((id) => id.startsWith(file + SEPARATOR)))
			.sort((a, b) => rank(a) - rank(b) || this.times.get(a) - this.times.get(b));
		const tests = [];
		for (const file of files) {
			Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
			const results = await this.run(file, { wanted, bail: !disableBail });
			const { hitCount } = context;
			Object.assign(context, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
			const endless = determineHitLimitReached(hitCount, hitLimit);
			if (endless) return endless;
			const failed = results.find(({ status }) => status === TestStatus.Failed);
			tests.push(...results);
			if (failed) {
				if (++this.noticed % SAMPLE === 0 && !(await this.passes(file, failed.id))) {
					return {
						status: MutantRunStatus.Error,
						errorMessage: `Fails without a change: ${failed.id}`,
					};
				}
				this.noticedBy.set(sandboxFileName, [file, ...before.filter((other) => other !== file)]);
				if (!disableBail) break;
			}
		}
		return toMutantRunResult({ status: DryRunStatus.Complete, tests }, disableBail);
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

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'nodes', NodesRunner)];
