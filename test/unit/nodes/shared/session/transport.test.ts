/** Sending: what waits for the query limit, whose limit it is, and what n8n's helper receives. */
import type { IDataObject } from 'n8n-workflow';
import { queryRateLimiterFor } from '../../../../../gateway/http/queryRateLimiter';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import type { GatewayRequest } from '../../../../../gateway/operations/request';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { asCredentials } from '../../../../../nodes/shared/session/credential';
import { requestContextOf } from '../../../../../nodes/shared/session/requestContext';
import {
	sendRateLimited,
	type TransportRequest,
} from '../../../../../nodes/shared/session/transport';
import { contextWith, SIGN_IN } from './sessionContexts';

const BASE = 'https://transport.test/agentgateway/resource';

let agent = 36_000;

/** Sends requests as an agent of its own. @param fails rejects each request with this */
function sender(signal?: AbortSignal, fails?: Error) {
	const agentId = parseAgentId(++agent);
	const sent: Array<{ options: IDataObject; type: string; more: unknown; context: unknown }> = [];
	const { context } = contextWith(SIGN_IN, {
		getExecutionCancelSignal: () => signal,
		helpers: {
			async httpRequestWithAuthentication(
				this: unknown,
				type: string,
				options: IDataObject,
				more: unknown,
			) {
				sent.push({ type, options, more, context: this });
				if (fails) throw fails;
				return { body: '{"retcode":"0"}', statusCode: 200, headers: {} };
			},
		},
	});
	const credentials = asCredentials(context, { agentId });
	const requestContext = requestContextOf(context);
	const query = agentStatus(agentId);
	return {
		agentId,
		sent,
		context,
		credentials,
		query,
		send: async (request: GatewayRequest = query, more: Partial<TransportRequest> = {}) =>
			await sendRateLimited(requestContext, {
				request,
				baseUrl: BASE,
				credentials,
				timeout: 1_000,
				...more,
			}),
	};
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
afterEach(() => jest.useRealTimers());

/** Tests whether something is still waiting after some ms. */
async function waits(work: Promise<unknown>, ms: number): Promise<boolean> {
	let done = false;
	void work.then(() => (done = true));
	await jest.advanceTimersByTimeAsync(ms);
	return !done;
}

it('hands the request to the helper of n8n, with its credential', async () => {
	const { send, sent, context, credentials, query } = sender();
	expect(await send()).toMatchObject({ type: 'answered', status: 200, body: '{"retcode":"0"}' });
	expect(sent).toEqual([
		{
			type: 'ccGatewayApi',
			context,
			options: expect.objectContaining({
				url: BASE + query.path,
				method: 'GET',
				timeout: 1_000,
				deadline: expect.any(AbortSignal) as AbortSignal,
				headers: { 'Content-Type': 'application/json; charset=UTF-8', Accept: 'application/json' },
			}) as IDataObject,
			more: { credentialsDecrypted: credentials },
		},
	]);
});

it('replaces the headers by given ones', async () => {
	const { send, sent } = sender();
	await send(undefined, { headers: { Accept: 'text/plain' } });
	expect(sent[0]?.options.headers).toEqual({ Accept: 'text/plain' });
});

it('lets the sixth query of an agent wait for two seconds, also after failures', async () => {
	const { send, sent } = sender(undefined, new Error('no'));
	for (let times = 0; times < 5; times++) await send();
	const sixth = send();
	expect(await waits(sixth, 1_900)).toBe(true);
	expect(sent).toHaveLength(5);
	expect(await waits(sixth, 200)).toBe(false);
	expect(sent).toHaveLength(6);
});

it('lets nothing but queries wait, and no query without a limit', async () => {
	const { send, query } = sender();
	for (let times = 0; times < 5; times++) await send();
	expect(await waits(send({ ...query, effect: 'idempotent' }), 0)).toBe(false);
	expect(await waits(send({ ...query, effect: 'nonIdempotent' }), 0)).toBe(false);
	expect(await waits(send(query, { unlimited: true }), 0)).toBe(false);
	expect(await waits(send(), 0)).toBe(true);
	await jest.advanceTimersByTimeAsync(3_000);
});

it('counts a query for the agent of its session, or of its path', async () => {
	const { send, agentId, query, context } = sender();
	const other = parseAgentId(++agent);
	const used = async (id: string): Promise<boolean> =>
		await waits(
			queryRateLimiterFor(BASE, id).acquire({
				aborted: () => false,
				sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
			}),
			0,
		);
	for (let times = 0; times < 5; times++) await send({ ...query, agentId: other });
	expect([await used(agentId), await used(other)]).toEqual([true, false]);
	const credentials = asCredentials(context, {});
	for (let times = 0; times < 4; times++) {
		await send({ ...query, agentId: other }, { credentials });
	}
	expect(await used(other)).toBe(true);
	await jest.advanceTimersByTimeAsync(3_000);
});

it('does not send a query of a run that is cancelled while it waits', async () => {
	const controller = new AbortController();
	const { send, sent } = sender(controller.signal);
	for (let times = 0; times < 5; times++) await send();
	const sixth = send();
	expect(await waits(sixth, 100)).toBe(true);
	controller.abort();
	expect(await waits(sixth, 0)).toBe(false);
	expect(await sixth).toEqual({
		type: 'notSent',
		meaning: 'the run was cancelled while the query waited for the query limit',
		remedy: 'Run the workflow again for what is missing.',
		unreachable: false,
	});
	expect(sent).toHaveLength(5);
});

it('says how to raise the limit of a request that was not answered in time', async () => {
	const error = Object.assign(new Error('no answer'), { code: 'ECONNABORTED' });
	const exchange = await sender(undefined, error).send();
	expect(exchange).toMatchObject({
		remedy: expect.stringContaining(
			"If the gateway is slow, raise the option 'Timeout (Ms)'.",
		) as string,
	});
});

it('sends a query of a higher class first', async () => {
	const { send, query, agentId } = sender();
	const held = { aborted: () => false, sleep: async () => {} };
	for (let times = 0; times < 4; times++) await queryRateLimiterFor(BASE, agentId).acquire(held);
	await send();
	const order: string[] = [];
	void send({ ...query, priority: 'wait' }).then(() => order.push('wait'));
	void send({ ...query, priority: 'liveness' }).then(() => order.push('liveness'));
	await jest.advanceTimersByTimeAsync(2_100);
	expect(order).toEqual(['liveness']);
	await jest.advanceTimersByTimeAsync(4_000);
	expect(order).toEqual(['liveness', 'wait']);
});
