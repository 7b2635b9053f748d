import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Simulator } from '../http/simulator';

/** The server of the agents' desktop, while it runs. */
export interface Desktop {
	/** Its address: `http://localhost:8045`. */
	readonly url: string;
	/** Required in the header `X-API-Key` of every request. */
	readonly apiKey: string;
	close(): Promise<void>;
}

const isSame = (given: string, wanted: string): boolean => {
	const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
	return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Stands in for the system that signs the agents in, such as the server of their desktop: it is no part of the gateway,
 * and the only one that knows every agent's current Guid. `GET /sessions` returns a list of `{ agent, guid }`, one for
 * each signed-in agent, to clients with the key; HTTP 401 to others. Listens on this computer only. Rejects if the port
 * is taken.
 * @param port default 0: any free one
 */
export async function serveDesktop(
	simulator: Simulator,
	apiKey: string,
	port = 0,
): Promise<Desktop> {
	const app = express()
		.disable('x-powered-by')
		.get('/sessions', (request, response) => {
			if (!isSame(request.get('X-API-Key') ?? '', apiKey)) {
				response.status(401).json({ message: 'The API key is missing or wrong.' });
				return;
			}
			response.json(
				simulator
					.agents()
					.filter(({ signedIn }) => signedIn)
					.map(({ id, guid }) => ({ agent: id, guid })),
			);
		});
	const server = createServer(app);
	server.listen(port, 'localhost');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		apiKey,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
