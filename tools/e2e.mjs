// `npm run test:e2e`: installs what is missing, builds and packs the package, then runs it in the real n8n.
// Arguments go to jest: `npm run test:e2e -- queue` runs one file. `npm run test:oldest` does the same in the oldest
// n8n, with the tests that test/oldest/jest.config.mjs names; `npm run bench:n8n`, `npm run endurance` and `npm run
// pictures` hand over to programs of their own.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installE2e, installN8n } from './installE2e.mjs';
import { pack } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const PROGRAMS = {
	'--bench': join(root, 'test', 'e2e', 'bench.ts'),
	'--pictures': join(root, 'test', 'e2e', 'pictures.ts'),
	'--endurance': join(root, 'test', 'endurance', 'main.ts'),
};
const program = PROGRAMS[process.argv[2]];
const [endurance, oldest] = ['--endurance', '--oldest'].map((flag) => process.argv[2] === flag);
const args = process.argv.slice(program || oldest ? 3 : 2);
const folder = oldest ? 'test/oldest' : 'test/e2e';
const e2e = join(root, folder);
const results = join(e2e, '.results');
const require = createRequire(import.meta.url);
const bin = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

/** Runs a program in the repository's folder; the kernel ends it with this one. */
function run(command, args, env = {}) {
	const { status } = spawnSync('setpriv', ['--pdeathsig', 'TERM', command, ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...env },
	});
	return status === 0;
}

function must(what, ok) {
	if (ok) return;
	console.error(`\n${what}: not passed`);
	process.exit(1);
}

const node = process.execPath;
must('Dependencies', run(node, [join(root, 'tools/install.mjs')]));
const missing = oldest ? (await installN8n('oldest'), []) : await installE2e();
if (endurance) {
	const needed = missing.filter((name) => name !== 'chromium');
	must(`Debian's ${needed.join(' and ')}`, needed.length === 0);
}
must('Build', run(node, [join(root, 'tools/build.mjs')]));

must('Pack', pack(root, results));
const project = oldest || endurance ? 'tsconfig.check.json' : e2e;
must('Types', run(node, [bin('typescript', 'bin/tsc'), '--noEmit', '-p', project]));

if (program) {
	process.exit(run(node, ['--import', 'tsx', program, ...args]) ? 0 : 1);
}

const report = join(results, 'jest.json');
rmSync(report, { force: true });
const passed = run(
	node,
	[
		bin('jest', 'bin/jest.js'),
		'--config',
		join(e2e, 'jest.config.mjs'),
		'--runInBand',
		'--json',
		`--outputFile=${report}`,
		...args,
	],
	{ E2E_MISSING: missing.join(' ') },
);
if (!existsSync(report)) {
	console.log('\nThe tests were broken off.');
	process.exit(1);
}
const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
	readFileSync(report, 'utf8'),
);
if (missing.length > 0) {
	console.log(
		`\n${numPendingTests} skipped: Debian's ${missing.join(', ')} cannot be installed here.`,
	);
}
// A file that cannot be loaded has no tests that fail.
const failed = passed ? 0 : Math.max(numFailedTests, numFailedTestSuites, 1);
console.log(`Logs and screenshots are in ${folder}/.results/.`);
console.log(`\n${numPassedTests} passed, ${failed} failed`);
process.exit(passed ? 0 : 1);
