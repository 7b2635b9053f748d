/** What the credential does before n8n authenticates: open or store a session. */
import type { IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import type { AgentId } from './arguments';
import { connectionOptions, ownerOf } from './authenticate';
import { deskOf } from './desk';
import { type Exchange, readNetworkError } from './exchange';
import { agentStatus } from './operations';
import { type GatewayRequest, REQUEST_HEADERS, requestUrl } from './request';
import { readResponse } from './response';
import { writeSession } from './session';
import { type Connection, type CredentialFields, readSettings } from './settings';
import { signIn } from './signIn';
import { readOrder } from './signInOrder';

/** How long to wait for the answer to a sign-in, in ms. */
const TIMEOUT = 15_000;

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** Nothing answered at the gateway's address. The message is what a person reads. */
export class Unreachable extends Error {
	constructor({ meaning, remedy }: { meaning: string; remedy: string }) {
		super(`${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}. ${remedy}`);
		this.name = 'Unreachable';
	}
}

/** For so long a gateway that answered counts as reachable, in ms. */
const REACHED_FOR = 60_000;

/** Any agent: only whether something answers is of interest. */
const NOBODY = '101' as AgentId;

const reached = new Map<string, number>();

/**
 * In the modes with a Guid there is nothing to prepare. But n8n shows no more than a code such as
 * ECONNREFUSED if a request of the Test button fails on the way, and a whole sentence if this does.
 * @throws {Unreachable}
 */
async function reach(httpRequest: HttpRequest, connection: Connection): Promise<void> {
	const key = JSON.stringify(connection);
	if (Date.now() - (reached.get(key) ?? 0) < REACHED_FOR) return;
	const exchange = await send(httpRequest, connection, agentStatus(NOBODY));
	if (exchange.type !== 'answered') throw new Unreachable(exchange);
	reached.clear();
	reached.set(key, Date.now());
}

/**
 * In the mode `signIn`, gives the session for n8n to store: the one in use, the one that a node hands
 * over, or a new one. Never ends another session unless a node orders it.
 * @throws {InvalidCredential} for a field that cannot be used
 * @throws {SignInFailed} with a message for a person
 * @throws {Unreachable} in the other modes
 */
export async function preAuthenticate(
	fields: CredentialFields,
	httpRequest: HttpRequest,
): Promise<{ sessionToken?: string }> {
	const { connection, authentication } = readSettings(fields);
	if (authentication.mode !== 'signIn') {
		await reach(httpRequest, connection);
		return {};
	}
	const order = readOrder(fields.sessionToken);
	if (order?.kind === 'store') return { sessionToken: writeSession(order.session) };
	const owner = ownerOf(connection, authentication);
	const desk = deskOf(owner);
	const session = await desk.signIn(
		owner,
		{ byNode: order !== undefined, force: order?.force ?? false },
		async () =>
			await signIn(
				connection.baseUrl,
				authentication,
				order?.force ?? false,
				async (request) => await send(httpRequest, connection, request),
				desk.now,
			),
	);
	return { sessionToken: writeSession(session) };
}

async function send(
	httpRequest: HttpRequest,
	connection: Connection,
	request: GatewayRequest,
): Promise<Exchange> {
	try {
		const response = (await httpRequest({
			...connectionOptions(connection),
			method: request.method,
			url: requestUrl(connection.baseUrl, request),
			headers: { ...REQUEST_HEADERS },
			body: request.body,
			timeout: TIMEOUT,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
		return readResponse(response);
	} catch (error) {
		return readNetworkError(error, false, TIMEOUT);
	}
}
