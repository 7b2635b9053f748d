// Installs the dependencies if they are missing or older than the lockfile, so that every command of
// this repository works from a fresh clone. Quiet when there is nothing to do.
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithProgress } from './progress.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const installed = join(root, 'node_modules', '.package-lock.json');
const wanted = join(root, 'package-lock.json');

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
	console.error(`This needs Node.js 20 or later, and this is ${process.version}.`);
	process.exit(1);
}

// A linked folder belongs to another copy of the repository: `npm ci` would empty it.
const linked = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink();

const upToDate = existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
if (!upToDate && !linked) {
	console.log(
		'Installing the dependencies (about 1 GB with n8n itself; one to three minutes, once) …',
	);
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	const status = await runWithProgress('installing the dependencies', 'npm', args, {
		cwd: root,
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error(
			'\nThe installation did not work. Check the network and the free disk space, then try again.',
		);
		process.exit(status ?? 1);
	}
}
