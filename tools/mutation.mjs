// `npm run mutation`: installs what is missing, then changes the protocol layer in small ways, one at a
// time, and runs the unit tests to see whether they notice. Arguments go to Stryker:
// `npm run mutation -- --mutate gateway/session/sessionCache.ts` looks at one file.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarize } from '../test/mutation/summary.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'test', 'mutation');
const report = join(folder, '.results', 'mutation.json');

const run = (command, args, cwd = root) =>
	spawnSync(command, args, {
		cwd,
		stdio: 'inherit',
		shell: command === 'npm' && process.platform === 'win32',
	}).status ?? 1;

function must(status, message) {
	if (status === 0) return;
	if (message) console.error(message);
	process.exit(status);
}

must(run(process.execPath, [join(root, 'tools', 'install.mjs')]));

const installed = join(folder, 'node_modules', '.package-lock.json');
const wanted = join(folder, 'package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
	console.log('Installing the mutation tester (70 MB, once) …');
	must(
		run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], folder),
		'\nThe installation did not work. Check the network, then try again.',
	);
}

rmSync(report, { force: true });
const args = process.argv.slice(2);
const status = run(process.execPath, [
	join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'),
	'run',
	join(folder, 'stryker.config.mjs'),
	...args,
]);
if (!existsSync(report)) process.exit(status || 1);
// Only a run of everything is worth keeping.
if (args.length === 0) summarize([report], join(folder, 'results.md'));
process.exit(status);
