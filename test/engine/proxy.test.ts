/** A proxy configured for n8n that does not forward a request to the gateway. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

/** Runs with a proxy that treats every CONNECT request like this. */
async function withProxy<T>(behave: (socket: Socket) => void, run: () => Promise<T>): Promise<T> {
	const server: Server = createServer((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', () => behave(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	process.env.HTTPS_PROXY = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	try {
		return await run();
	} finally {
		delete process.env.HTTPS_PROXY;
		server.close();
	}
}

const note = async () =>
	await runNode('sendNote', { agentIds: '31001', content: 'x', options: { maxTries: 1 } }, [{}], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
	});

const kept: Record<string, string | undefined> = {};
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'];
beforeAll(() => {
	for (const name of NAMES) {
		kept[name] = process.env[name];
		delete process.env[name];
	}
});
afterAll(() => {
	for (const name of NAMES) if (kept[name] !== undefined) process.env[name] = kept[name];
});

const answer = (status: string) => (socket: Socket) =>
	socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno`);

describe('a note that the proxy does not forward', () => {
	it.each([
		['asks for a password', answer('407 Proxy Authentication Required'), 'asks for a user name'],
		['hangs up', (socket: Socket) => socket.end(), 'made no connection to the gateway'],
		[
			'resets the connection',
			(socket: Socket) => socket.resetAndDestroy(),
			'made no connection to the gateway',
		],
	])('is not attempted if the proxy %s', async (_what, behave, meaning) => {
		const { failed } = await withProxy(behave, note);
		expect(failed).toMatchObject([
			{
				outcome: 'notAttempted',
				message: expect.stringContaining(`the proxy that n8n uses ${meaning}`) as string,
				description: expect.stringContaining('HTTPS_PROXY') as string,
			},
		]);
		expect(gateway().requests).toHaveLength(0);
	});

	it('is not attempted if the proxy cannot be reached', async () => {
		const { failed } = await withProxy(
			() => undefined,
			async () => {
				process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
				return await note();
			},
		);
		expect(failed).toMatchObject([
			{
				outcome: 'notAttempted',
				message: expect.stringContaining('the proxy that n8n uses cannot be reached') as string,
			},
		]);
	});

	// n8n passes on a proxy's answer like one of the gateway, which may have received the note.
	it.each(['502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout'])(
		'is unknown if the proxy answers %s',
		async (status) => {
			const { failed } = await withProxy(answer(status), note);
			expect(failed).toMatchObject([{ outcome: 'unknown' }]);
		},
	);
});
