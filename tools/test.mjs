// `npm test`: installs what is missing, then lint, types, build and all tests. Arguments go to jest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache');
const results = join(cache, 'jest-results.json');

/** Runs a Node script in the repository's folder; ends everything if it fails. */
function step(name, script, ...args) {
	console.log(`\n${name}`);
	const started = performance.now();
	const { status } = spawnSync(process.execPath, [script, ...args], {
		cwd: root,
		stdio: 'inherit',
	});
	if (status !== 0) {
		console.error(`\n${name}: not passed`);
		return false;
	}
	console.log(`  done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
	return true;
}

// A package's own file: not every package exports its package.json, so nothing is resolved by name.
const bin = (packageName, file) => join(root, 'node_modules', packageName, file);

if (!step('Dependencies', join(root, 'tools/install.mjs'))) process.exit(1);
mkdirSync(cache, { recursive: true });
rmSync(results, { force: true });

const ready =
	step('Lint: the rules of n8n’s scanner, types', bin('eslint', 'bin/eslint.js'), '.') &&
	step(
		'Imports: no circles, folders point one way',
		bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
		...['credentials', 'gateway', 'nodes', 'simulator'],
	) &&
	step('Format', bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.') &&
	step('Types', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.check.json') &&
	step('Build', join(root, 'tools/build.mjs'));
if (!ready) process.exit(1);

const passed = step(
	'Tests: unit, contract, simulator, engine, package, test tools',
	bin('jest', 'bin/jest.js'),
	'--json',
	`--outputFile=${results}`,
	...process.argv.slice(2),
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'));
console.log(`\n${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(passed ? 0 : 1);
