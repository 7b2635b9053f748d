import type { ServerResponse } from 'node:http';
import type { Answer } from '../gateway/answers';
import type { Connections } from './connections';
import type { Ending } from './faultEffects';

/** Starts an answer under the length of its whole body. */
function startAnswer(response: ServerResponse, { status, headers, body }: Answer): Buffer {
	const bytes = Buffer.from(body, 'utf8');
	response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
	return bytes;
}

/** Sends the ending of a request. A stalled one stays open until either side disconnects. */
export function deliver(
	ending: Exclude<Ending, { kind: 'stall' }>,
	response: ServerResponse,
	connections: Connections,
): void {
	const { socket } = response;
	switch (ending.kind) {
		case 'answer':
			response.end(startAnswer(response, ending.answer));
			break;
		case 'truncate': {
			const bytes = startAnswer(response, ending.answer);
			response.write(bytes.subarray(0, bytes.length / 2), () => socket?.end());
			break;
		}
		case 'reset':
			if (socket) connections.reset(socket);
			break;
	}
}
