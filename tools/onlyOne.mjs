// One `npm start` at a time in a copy of the repository: they would share n8n's folder and the packed package.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests whether a process listens at a socket; the file of one that died stays. */
async function isAlive(path) {
	const socket = connect(path);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/**
 * Holds the only place for a folder until this process ends, however it does: the system closes its socket.
 * @returns true if this process is the only one
 */
export async function isOnlyOne(folder) {
	const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
	// The path of a socket may have 107 bytes: that of a repository may be longer.
	const path = join(tmpdir(), `n8n-nodes-cc-gateway-${name}.sock`);
	if (await isAlive(path)) return false;
	rmSync(path, { force: true });
	const server = createServer((socket) => socket.destroy());
	server.on('error', () => {});
	server.listen(path);
	server.unref();
	return await Promise.race([
		once(server, 'listening').then(() => true),
		once(server, 'error').then(() => false),
	]).catch(() => false);
}
