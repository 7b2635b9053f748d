/** Packing and publishing from a fresh clone: the package is built first, or nothing is packed. */
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What a clone does not have. */
const NOT_TRACKED = new Set(['.git', 'coverage', 'dist', 'node_modules', '.results', '.start']);

/** The variables of the command that runs this test would overrule the clone's own `.npmrc`. */
const ENVIRONMENT = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

// Two of them build.
jest.setTimeout(180_000);

let clone: string;
beforeAll(() => {
	clone = mkdtempSync(join(tmpdir(), 'clone-'));
	const filter = (path: string) => !NOT_TRACKED.has(basename(path)) && !path.endsWith('.tgz');
	cpSync(ROOT, clone, { recursive: true, filter });
	symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));
beforeEach(() => rmSync(join(clone, 'dist'), { recursive: true, force: true }));

const npm = (...args: string[]) =>
	spawnSync('npm', args, { cwd: clone, env: ENVIRONMENT, encoding: 'utf8' });

/** A build that is older than the sources. */
function leaveStaleBuild(): void {
	mkdirSync(join(clone, 'dist', 'nodes'), { recursive: true });
	writeFileSync(join(clone, 'dist', 'nodes', 'Removed.node.js'), '');
}

const tarballs = () => readdirSync(clone).filter((name) => name.endsWith('.tgz'));

/** The files of a build after the last change: jest refuses another one. */
const PUBLISHED = ['credentials', 'gateway', 'icons', 'nodes']
	.flatMap((folder) =>
		readdirSync(join(ROOT, 'dist', folder), { recursive: true, withFileTypes: true }),
	)
	.filter((entry) => entry.isFile())
	.map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)).replaceAll('\\', '/'))
	.concat('LICENSE', 'README.md', 'package.json')
	.sort();

it.each([
	['without a build', () => {}],
	['with a stale build', leaveStaleBuild],
])('a bare `npm pack` %s packs nothing and names the command that builds first', (_, prepare) => {
	prepare();
	const { status, stderr } = npm('pack');
	expect(status).not.toBe(0);
	expect(stderr).toContain('use-npm-run-tarball');
	expect(tarballs()).toEqual([]);
});

it('`npm run tarball` builds first and packs what is published, and nothing else', () => {
	leaveStaleBuild();
	expect(npm('run', 'tarball').status).toBe(0);
	const [tarball = ''] = tarballs();
	const { stdout } = spawnSync('tar', ['-tzf', tarball], { cwd: clone, encoding: 'utf8' });
	const names = stdout.trim().split('\n');
	expect(names.map((name) => name.replace(/^package\//, '')).sort()).toEqual(PUBLISHED);
});

it('a bare `npm publish` builds first', () => {
	leaveStaleBuild();
	// `--force` spares the question which versions are published: nothing is sent anywhere.
	const { stdout } = npm(
		'publish',
		'--dry-run',
		'--force',
		'--json',
		'--registry=http://127.0.0.1:9',
	);
	// npm 11 puts it below the package's name, npm 10 does not.
	const [, files = '[]'] = /"files": (\[[^\]]*\])/.exec(stdout) ?? [];
	const paths = (JSON.parse(files) as Array<{ path: string }>).map(({ path }) => path);
	expect(paths.sort()).toEqual(PUBLISHED);
});
