/**
 * Endless answers: those that arrive byte by byte, each byte of which resets n8n's own time-out, and those that are
 * small only while compressed.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { testCredential } from '../support/editor';
import { type StubServer, serveAnswer } from '../support/stubServer';
import { runNode } from '../support/nodeRunner';
import { signInCredential } from '../support/serviceAgents';

const ANSWER = JSON.stringify({ retcode: '0', message: 'success', result: {} });

/** Duration of a byte-by-byte answer in ms, unless the client disconnects, and interval of its bytes. */
const DRIP_DURATION_MS = 6_000;
const DRIP_INTERVAL_MS = 50;

/** A gateway that answers some requests byte by byte. */
class DrippingServer {
	private readonly server = createServer((request, response) => this.answer(request, response));

	/** The requests, such as "POST saybusy". */
	readonly received: string[] = [];

	/** For each byte-by-byte answer: true if the client disconnected before its end. */
	private readonly endings: Array<Promise<boolean>> = [];

	disconnects = async (): Promise<boolean[]> => await Promise.all(this.endings);

	constructor(private readonly drips: (received: string) => boolean) {}

	async start(): Promise<this> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return this;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		this.server.closeAllConnections();
		await closed;
	}

	private answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
		const received = `${method} ${url.split('?')[0]?.split('/').at(-1)}`;
		this.received.push(received);
		response.writeHead(200, { 'Content-Type': 'application/json', 'Set-GUID': 'JSESSIONID=late' });
		if (!this.drips(received)) {
			response.end(ANSWER);
			return;
		}
		let left = DRIP_DURATION_MS / DRIP_INTERVAL_MS;
		const drip = setInterval(() => {
			if (--left > 0) response.write(' ');
			else response.end(ANSWER);
		}, DRIP_INTERVAL_MS);
		this.endings.push(
			once(response, 'close').then(() => {
				clearInterval(drip);
				return left > 0;
			}),
		);
	}
}

let gateway: DrippingServer | StubServer;
const dripping = async (drips: (given: string) => boolean): Promise<DrippingServer> => {
	const started = await new DrippingServer(drips).start();
	gateway = started;
	return started;
};
afterEach(async () => {
	jest.restoreAllMocks();
	await gateway.close();
});

const withGuid = () => ({
	gatewayUrl: gateway.url,
	authentication: 'guid',
	agentId: '31001',
	guid: 'g',
});
let accounts = 0;
const withAccount = () =>
	signInCredential({ url: gateway.url, ca: '' }, '31900', { password: `drip-${accounts++}` });

/** Shortens the package's fixed limits of fifteen and twenty seconds to one second. */
const scaled = () => {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(Math.min(ms, 1000)));
};

const busy = { agentId: '31001', reason: 0, options: { timeout: 1000, maxTries: 1 } };

describe('an answer that arrives byte by byte', () => {
	it('ends at the timeout of the option, and the connection is closed', async () => {
		const { disconnects } = await dripping(() => true);
		const { failed } = await runNode('setBusy', busy, [{}], {
			credential: withGuid(),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			message: expect.stringContaining('no answer came within 1 seconds') as string,
			description:
				"Look at the agent before you send it again. If the gateway is slow, raise the option 'Timeout (Ms)'.",
		});
		expect(await disconnects()).toEqual([true]);
	});

	it('ends a sign-in at the timeout for all requests that wait for it', async () => {
		const { disconnects, received: given } = await dripping((request) => request.startsWith('PUT'));
		scaled();
		const credential = withAccount();
		const runs = await Promise.all(
			[1, 2].map(
				async () =>
					await runNode('setBusy', busy, [{}], {
						credential: { ...credential },
						onError: 'continueErrorOutput',
					}),
			),
		);
		for (const { failed } of runs) {
			expect(failed[0]).toMatchObject({
				outcome: 'notAttempted',
				message: expect.stringMatching(/could not be signed in: no answer came within/) as string,
			});
		}
		expect(given.filter((request) => request !== 'PUT 31900')).toEqual([]);
		expect(await disconnects()).toEqual(given.map(() => true));
	});

	it('ends the credential test at the timeout', async () => {
		const { disconnects } = await dripping(() => true);
		scaled();
		expect(await testCredential(withAccount())).toMatch(/no answer came within 15 seconds/);
		expect(await testCredential(withGuid())).toMatch(/No answer came within 15 seconds/);
		expect(await disconnects()).toEqual([true, true]);
	});
});

describe('an answer of a hundred kilobytes that unpacks to a hundred megabytes', () => {
	const body = () => JSON.stringify({ retcode: '0', message: ' '.repeat(100e6) });

	it('is abandoned before it is unpacked completely', async () => {
		gateway = await serveAnswer(gzipSync(body()), { 'Content-Encoding': 'gzip' });
		const { failed } = await runNode('setBusy', busy, [{}], {
			credential: withGuid(),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			message: expect.stringContaining('the answer was longer than 1 megabyte') as string,
		});
	});

	it('is abandoned at a sign-in, too', async () => {
		gateway = await serveAnswer(gzipSync(body()), { 'Content-Encoding': 'gzip' });
		const { failed } = await runNode('setBusy', busy, [{}], {
			credential: withAccount(),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]?.message).toContain('the answer was longer than 1 megabyte');
	});
});
