/** Checks that dist/ is up to date; called by tests before they load the built package. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folders that tools/build.mjs compiles or copies. */
const SOURCES = ['credentials', 'gateway', 'nodes', 'icons'];

/** Files below these folders, by path, with the time of their last change in ms. */
function filesIn(root: string, folders: string[]): Map<string, number> {
	const paths = folders.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
			(name) => `${folder}/${name.replaceAll('\\', '/')}`,
		),
	);
	return new Map(
		paths
			.map((path) => [path, statSync(join(root, path))] as const)
			.filter(([, stats]) => stats.isFile())
			.map(([path, { mtimeMs }]) => [path, mtimeMs]),
	);
}

/** The reason why dist/ is stale, or `undefined` if it is up to date. */
function whyStale(root: string): string | undefined {
	if (!SOURCES.every((folder) => existsSync(join(root, 'dist', folder)))) return 'it is missing';
	const built = filesIn(join(root, 'dist'), SOURCES);
	for (const [path, changed] of filesIn(root, SOURCES)) {
		const target = path.replace(/\.ts$/, '.js');
		const at = built.get(target);
		if (at === undefined || at < changed) return `${path} has changed since`;
		built.delete(target);
	}
	const [left] = built.keys();
	return left && `${left} has no source any more`;
}

/**
 * Throws unless every source was built after its last change, and dist/ holds nothing else.
 * @param root the repository
 */
export function checkBuilt(root: string): void {
	const reason = whyStale(root);
	if (reason !== undefined) {
		throw new Error(`dist/ is not up to date: ${reason}. Run \`npm run build\`, then try again.`);
	}
}
