/** A stub for answers that the simulator never gives. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface StubServer {
	readonly url: string;
	/** The bodies of all requests so far. */
	readonly bodies: readonly string[];
	close(): Promise<void>;
}

/** Serves the same answer to every request, over plain HTTP on this computer. */
export async function serveAnswer(
	body: string | Buffer,
	headers: Record<string, string> = {},
): Promise<StubServer> {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		void text(request).then((sent) => {
			bodies.push(sent);
			response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(body);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		bodies,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
