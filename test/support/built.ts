/** Whether dist/ holds what the sources say. Tests that run the built package ask before they load it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folders that tools/build.mjs compiles or copies. */
const SOURCES = ['credentials', 'gateway', 'nodes', 'icons'];

/** Files below some folders, by path, with the time of their last change in ms. */
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

/** Why dist/ is not what the sources say, if it is not. */
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
 * Throws unless every source has been built since it was changed last, and nothing else is there.
 * @param root the repository
 */
export function checkBuilt(root: string): void {
	const reason = whyStale(root);
	if (reason !== undefined) {
		throw new Error(`dist/ is not up to date: ${reason}. Run \`npm run build\`, then try again.`);
	}
}
