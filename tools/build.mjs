// Compiles the package into dist/ and copies what n8n reads beside the code: icons, codex files, output schemas.
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
cpSync(join(root, 'nodes'), join(dist, 'nodes'), {
	recursive: true,
	filter: (path) => !path.endsWith('.ts'),
});
