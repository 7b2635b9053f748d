/** What the credential does before n8n authenticates: open or store a session. */
import type { IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import { isSessionRefusal, judge } from '../answer/judge';
import type { AgentId } from '../values/agentId';
import { headersOf, TIMEOUT } from './authenticate';
import { connectionOptions } from './connection';
import { Deadline } from './deadline';
import type { Desk } from './desk';
import { deskOf } from './desks';
import { asSentence, type Exchange, readNetworkError } from '../answer/exchange';
import { CHECK_REACH } from '../answer/remedies';
import { agentStatus } from '../operations/agentStatus';
import { type GatewayRequest, requestOptions } from '../operations/request';
import { takeOrder } from './orders';
import { readResponse } from '../answer/response';
import { type Session, writeSession } from './session';
import { type Connection, type CredentialFields, readSettings } from '../values/settings';
import { signIn } from './signIn';
import type { Asking } from './signInTurns';

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** Nothing answered at the gateway's address. The message is what a person reads. */
export class Unreachable extends Error {
	constructor(exchange: Exclude<Exchange, { type: 'answered' }>) {
		const remedy = exchange.type === 'notSent' ? exchange.remedy : CHECK_REACH;
		super(`${asSentence(exchange.meaning)}. ${remedy}`);
		this.name = 'Unreachable';
	}
}

/** Any agent: only whether something answers is of interest. */
const NOBODY = '101' as AgentId;

/**
 * Carries out the order that was placed with the credential's fields; the steps stand in `orders.ts`.
 * Never ends another session unless a node orders it.
 * @returns the session for n8n to store, or nothing
 * @throws {InvalidCredential} for a field that cannot be used
 * @throws {SignInFailed} with a message for a person
 * @throws {Unreachable} if the Test button asks and nothing answers
 */
export async function preAuthenticate(
	fields: CredentialFields,
	httpRequest: HttpRequest,
): Promise<{ sessionToken?: string }> {
	const { connection, authentication } = readSettings(fields);
	const order = takeOrder(fields);
	if (order === undefined) return {};
	const sendPlain = async (request: GatewayRequest, session?: Session) =>
		await send({ httpRequest, connection, request, session });
	if (authentication.mode !== 'signIn') {
		if (order.kind === 'test') await checkReachable(sendPlain);
		return {};
	}

	const account = authentication;
	const desk = deskOf(account);
	const open = async (asking: Asking): Promise<Session> =>
		await desk.signIn(account, asking, async () => {
			const { force } = asking;
			return await signIn({ account, force, send: sendPlain, now: desk.now });
		});
	switch (order.kind) {
		case 'store':
			return toStore(order.session);
		case 'signIn':
			return toStore(await open({ byHand: false, force: order.force }));
		case 'test': {
			desk.offerStored(fields.sessionToken, account);
			const current = desk.current(account);
			if (current) await checkAlive(desk, current, sendPlain);
			return toStore(await open({ byHand: true, force: false }));
		}
	}
}

const toStore = (session: Session) => ({ sessionToken: writeSession(session) });

type SendPlain = (request: GatewayRequest, session?: Session) => Promise<Exchange>;

/**
 * For the Test button: whether anything answers at the gateway's address.
 * @throws {Unreachable}
 */
async function checkReachable(sendPlain: SendPlain): Promise<void> {
	const exchange = await sendPlain(agentStatus(NOBODY));
	if (exchange.type !== 'answered') throw new Unreachable(exchange);
}

/**
 * For the Test button: whether the gateway is there and honours the session; buries it if not.
 * @throws {Unreachable}
 */
async function checkAlive(desk: Desk, session: Session, sendPlain: SendPlain): Promise<void> {
	const request = agentStatus(session.agentId);
	const exchange = await sendPlain(request, session);
	if (exchange.type !== 'answered') throw new Unreachable(exchange);
	if (isSessionRefusal(judge(exchange, request))) desk.bury(session);
}

interface Plain {
	httpRequest: HttpRequest;
	connection: Connection;
	request: GatewayRequest;
	/** None for a sign-in. */
	session: Session | undefined;
}

async function send({ httpRequest, connection, request, session }: Plain): Promise<Exchange> {
	const deadline = new Deadline(TIMEOUT);
	try {
		const options = requestOptions(connection.baseUrl, request, TIMEOUT);
		const response = (await httpRequest({
			...options,
			...connectionOptions(connection),
			headers: { ...options.headers, ...(session ? headersOf(session) : {}) },
			abortSignal: deadline.signal,
		})) as IN8nHttpFullResponse;
		return await readResponse(response);
	} catch (error) {
		return readNetworkError(deadline.explain(error), false, TIMEOUT);
	} finally {
		deadline.close();
	}
}
