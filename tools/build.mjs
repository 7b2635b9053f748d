// Compiles the package into dist/, with the codex files and output schemas that n8n reads, and copies the icons.
// `n8n-node build` makes the same files, but it also copies every picture below this folder, those of the
// documentation and of other folders' node_modules included: see CONTRIBUTING.md, "n8n's own tools".
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

console.log('Building the package …');
rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], {
	stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

cpSync(join(root, 'icons'), join(dist, 'icons'), { recursive: true });
