import type { Socket } from 'node:net';

/** Counts of TCP connections; refused ones are not among them. */
export interface ConnectionCounts {
	/** Open at this moment. */
	now: number;
	/** The largest number ever open at once. */
	peak: number;
	/** All so far. */
	total: number;
}

const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}:${remotePort}`;

/**
 * The open TCP connections. A TLS socket cannot reset its connection itself, so the TCP socket underneath is kept and
 * found again by the client's address and port.
 */
export class Connections {
	readonly counts: ConnectionCounts = { now: 0, peak: 0, total: 0 };
	private readonly sockets = new Map<string, Socket>();

	add(socket: Socket): void {
		const key = keyOf(socket);
		const { counts, sockets } = this;
		sockets.set(key, socket);
		counts.now += 1;
		counts.total += 1;
		counts.peak = Math.max(counts.peak, counts.now);
		socket.once('close', () => {
			counts.now -= 1;
			if (sockets.get(key) === socket) sockets.delete(key);
		});
	}

	/** Resets (RST) the connection of a socket that carries an HTTP request. */
	reset(socket: Socket): void {
		this.sockets.get(keyOf(socket))?.resetAndDestroy();
	}

	destroyAll(): void {
		for (const socket of this.sockets.values()) socket.destroy();
	}
}
