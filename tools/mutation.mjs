// `npm run mutation`: installs what is missing, then changes the protocol layer and what the nodes share in small
// ways, one at a time, and runs tests to see whether they notice. Arguments go to Stryker:
// `npm run mutation -- --mutate gateway/session/sessionCache.ts` looks at one file, or at several of one layer.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarize } from '../test/mutation/summary.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'test', 'mutation');

/** The layers: what a file to be changed begins with, its settings for Stryker, and where Stryker puts its report. */
const LAYERS = [
	{ of: 'gateway/', config: 'stryker.config.mjs', report: 'mutation.json' },
	{ of: 'nodes/', config: 'stryker.nodes.config.mjs', report: 'mutationNodes.json' },
].map(({ of, config, report }) => ({
	of,
	config: join(folder, config),
	report: join(folder, '.results', report),
}));

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

const args = process.argv.slice(2);
const files = args[args.findIndex((arg) => arg === '--mutate' || arg === '-m') + 1];
const asked = LAYERS.filter(({ of }) => files?.startsWith(of));
const layers = asked.length > 0 ? asked : LAYERS;
const stryker = join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const statuses = layers.map(({ config, report }) => {
	rmSync(report, { force: true });
	const status = run(process.execPath, [stryker, 'run', config, ...args]);
	return existsSync(report) ? status : status || 1;
});
const reports = layers.map(({ report }) => report);
// Only a run of everything is worth keeping.
if (args.length === 0 && reports.every((report) => existsSync(report))) {
	summarize(reports, join(folder, 'results.md'));
}
process.exit(Math.max(...statuses));
