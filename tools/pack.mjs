// Packs the package as it is published, for an n8n to be installed from.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';

/**
 * Leaves the newest tarball, and no other, in a folder.
 * @returns true on success; npm has reported the cause of a failure
 */
export function pack(root, folder) {
	mkdirSync(folder, { recursive: true });
	for (const name of readdirSync(folder)) {
		if (name.endsWith('.tgz')) rmSync(`${folder}/${name}`);
	}
	const { status } = spawnSync('npm', ['pack', '--quiet', '--pack-destination', folder], {
		cwd: root,
		stdio: ['inherit', 'ignore', 'inherit'],
	});
	return status === 0;
}
