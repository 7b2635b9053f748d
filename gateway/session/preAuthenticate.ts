/** What the credential does before n8n authenticates: open or store a session. */
import type { IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import { isSessionRefusal, judge } from '../answer/judge';
import type { AgentId } from '../values/agentId';
import { connectionOptions, headersOf, ownerOf } from './authenticate';
import { type Desk, deskOf } from './desk';
import { asSentence, type Exchange, readNetworkError } from '../answer/exchange';
import { agentStatus } from '../operations/agentStatus';
import { type GatewayRequest, requestOptions } from '../operations/request';
import { takePreparation } from './preparation';
import { readResponse } from '../answer/response';
import { type Session, writeSession } from './session';
import { type Connection, type CredentialFields, readSettings } from '../values/settings';
import { signIn } from './signIn';
import { readOrder } from './signInOrder';

/** How long to wait for the answer to a sign-in, in ms. */
const TIMEOUT = 15_000;

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

const CHECK_URL = 'Check the Gateway URL, and whether this n8n server may reach it.';

/** Nothing answered at the gateway's address. The message is what a person reads. */
export class Unreachable extends Error {
	constructor(exchange: Exclude<Exchange, { type: 'answered' }>) {
		const remedy = exchange.type === 'notSent' ? exchange.remedy : CHECK_URL;
		super(`${asSentence(exchange.meaning)}. ${remedy}`);
		this.name = 'Unreachable';
	}
}

/** Any agent: only whether something answers is of interest. */
const NOBODY = '101' as AgentId;

/**
 * In the mode `signIn`, gives the session for n8n to store: the one in use, the one that a node hands
 * over, or a new one. Never ends another session unless a node orders it.
 * @throws {InvalidCredential} for a field that cannot be used
 * @throws {SignInFailed} with a message for a person
 * @throws {Unreachable} if the Test button asks and nothing answers
 */
export async function preAuthenticate(
	fields: CredentialFields,
	httpRequest: HttpRequest,
): Promise<{ sessionToken?: string }> {
	const { connection, authentication } = readSettings(fields);
	const needed = takePreparation(fields);
	const isTest = needed?.isTest ?? false;
	if (authentication.mode !== 'signIn') {
		if (isTest) {
			const exchange = await send(httpRequest, connection, agentStatus(NOBODY));
			if (exchange.type !== 'answered') throw new Unreachable(exchange);
		}
		return {};
	}
	const order = readOrder(fields.sessionToken);
	if (order?.kind === 'store') return { sessionToken: writeSession(order.session) };
	if (needed === undefined && order === undefined) return {};

	const owner = ownerOf(connection, authentication);
	const desk = deskOf(owner);
	const force = order?.force ?? false;
	const sendPlain = async (request: GatewayRequest, session?: Session) =>
		await send(httpRequest, connection, request, session);

	if (isTest) desk.offerStored(fields.sessionToken, owner);
	const current = isTest ? desk.current(owner) : undefined;
	if (current) await checkAlive(desk, current, sendPlain);
	const session = await desk.signIn(
		owner,
		{ byHand: isTest, force },
		async () => await signIn(connection.baseUrl, authentication, force, sendPlain, desk.now),
	);
	return { sessionToken: writeSession(session) };
}

/**
 * For the Test button: whether the gateway is there and honours the session; buries it if not.
 * @throws {Unreachable}
 */
async function checkAlive(
	desk: Desk,
	session: Session,
	sendPlain: (request: GatewayRequest, session: Session) => Promise<Exchange>,
): Promise<void> {
	const request = agentStatus(session.agentId);
	const exchange = await sendPlain(request, session);
	if (exchange.type !== 'answered') throw new Unreachable(exchange);
	if (isSessionRefusal(judge(exchange, request))) desk.bury(session);
}

async function send(
	httpRequest: HttpRequest,
	connection: Connection,
	request: GatewayRequest,
	session?: Session,
): Promise<Exchange> {
	try {
		const options = requestOptions(connection.baseUrl, request, TIMEOUT);
		const response = (await httpRequest({
			...options,
			...connectionOptions(connection),
			headers: { ...options.headers, ...(session ? headersOf(session) : {}) },
		})) as IN8nHttpFullResponse;
		return readResponse(response);
	} catch (error) {
		return readNetworkError(error, false, TIMEOUT);
	}
}
