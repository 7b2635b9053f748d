// `npm start`: installs what is missing, packs the package as it is published, and hands over to start.ts.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installN8n } from './installE2e.mjs';
import { isOnlyOne } from './onlyOne.mjs';
import { pack } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = process.execPath;

/** Runs a program in the repository's folder; ends everything if it does not work. */
function run(command, args) {
	const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

// Ctrl-C is for the program that runs at the moment: it stops what it started, and this ends with it.
process.on('SIGINT', () => {});

if (!(await isOnlyOne(root))) {
	console.error(
		'\n`npm start` is running already in this folder. Stop it with Ctrl-C first. For two at once, copy the repository.',
	);
	process.exit(1);
}
run(node, [join(root, 'tools/install.mjs')]);
try {
	await installN8n();
} catch (error) {
	console.error(`\n${error.message}`);
	process.exit(1);
}
run(node, [join(root, 'tools/build.mjs')]);
if (!pack(root, join(root, 'test', 'e2e', '.results'))) process.exit(1);
run(node, ['--import', 'tsx', join(root, 'tools/start.ts'), ...process.argv.slice(2)]);
