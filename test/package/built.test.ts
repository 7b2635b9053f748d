/** The check for a stale dist/ in every test that runs it. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkBuilt } from '../support/built';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'built-'));
	for (const path of ['credentials/A.ts', 'gateway/b/c.ts', 'nodes/D.ts', 'icons/e.svg']) {
		write(path, 1);
		write(`dist/${path.replace('.ts', '.js')}`, 2);
	}
	write('nodes/D.json', 1);
	write('dist/nodes/D.json', 1);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a file with a time of modification, in seconds. */
function write(path: string, time: number): void {
	const file = join(root, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, '');
	utimesSync(file, time, time);
}

it('accepts a build after the last change', () => {
	expect(() => checkBuilt(root)).not.toThrow();
});

it.each([
	['a changed source', () => write('gateway/b/c.ts', 3), 'gateway/b/c.ts has changed since'],
	['a changed copy', () => write('nodes/D.json', 3), 'nodes/D.json has changed since'],
	['a new source', () => write('gateway/f.ts', 1), 'gateway/f.ts has changed since'],
	['a source that is gone', () => write('dist/gateway/f.js', 2), 'gateway/f.js has no source'],
	['no build', () => rmSync(join(root, 'dist'), { recursive: true }), 'it is missing'],
])('refuses a build %s', (_what, change, reason) => {
	change();
	expect(() => checkBuilt(root)).toThrow(`dist/ is not up to date: ${reason}`);
	expect(() => checkBuilt(root)).toThrow('Run `npm run build`');
});
