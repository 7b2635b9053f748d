/** What the credential does before n8n authenticates: open or store a session. */
import type { IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import type { AgentId } from '../values/agentId';
import { headersOf, TIMEOUT_MS } from './authenticate';
import { connectionOptions } from './connection';
import { type CredentialTestError, testFailure } from './credentialTest';
import { Deadline } from '../http/deadline';
import type { SessionCache } from '../session/sessionCache';
import { sessionCacheFor } from '../session/sessionCacheFor';
import { type Exchange, readNetworkError } from '../http/exchange';
import { agentStatus } from '../operations/agentStatus';
import { type GatewayRequest, requestOptions } from '../operations/request';
import { rereaderOf, takePendingAction } from './pendingAction';
import { queryRateLimiterFor } from '../http/queryRateLimiter';
import { readResponse } from '../http/response';
import { type Session, writeSession } from '../session/session';
import {
	type Account,
	type Connection,
	type CredentialFields,
	readSettings,
} from '../values/settings';
import { signIn } from '../session/signIn';
import type { SignInOptions } from '../session/singleFlightSignIn';

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** Any agent: what is of interest is whether a gateway answers. */
const PROBE_AGENT_ID = '101' as AgentId;

/**
 * Carries out the action that was set with the credential's fields; the steps stand in `pendingAction.ts`.
 * Never ends another session unless a node asks for it.
 * @returns the session for n8n to store, or nothing; of a node's order, `fields` then hold what is stored by now
 * @param sleep waits, in ms; for the turn of a question that the credential test asks
 * @throws {InvalidCredentialError} for a field that cannot be used
 * @throws {SignInError} with a message for a person
 * @throws {CredentialTestError} if the credential test asks and the credential cannot be used
 */
export async function preAuthenticate(
	fields: CredentialFields,
	httpRequest: HttpRequest,
	sleep: (ms: number) => Promise<void>,
): Promise<{ sessionToken?: string }> {
	const { connection, authentication } = readSettings(fields);
	const action = takePendingAction(fields);
	if (action === undefined) return {};
	const sendPlain = async (request: GatewayRequest, session?: PlainRequest['session']) =>
		await send({ httpRequest, connection, request, session });
	const ask = async (request: GatewayRequest, session: PlainRequest['session']) => {
		const limiter = queryRateLimiterFor(connection.baseUrl, request.agentId);
		const permit = await limiter.acquire({ sleep, aborted: () => false });
		try {
			return await sendPlain(request, session);
		} finally {
			permit?.release();
		}
	};
	if (authentication.mode !== 'signIn') {
		if (action.kind !== 'test') return {};
		const { mode } = authentication;
		const request = agentStatus(mode === 'guid' ? authentication.agentId : PROBE_AGENT_ID);
		const session = mode === 'guid' ? authentication : undefined;
		const failure = testFailure(await ask(request, session), request, mode);
		if (failure) throw failure;
		return {};
	}

	const account = authentication;
	const cache = sessionCacheFor(account);
	const open = async (options: SignInOptions): Promise<Session> =>
		await cache.signIn(account, options, async () => {
			const { force } = options;
			const onFacts = cache.learnSignIn;
			return await signIn({ account, force, send: sendPlain, now: cache.now, onFacts });
		});
	switch (action.kind) {
		case 'store':
			return await toStore(action.session, fields);
		case 'signIn':
			return await toStore(await open({ interactive: false, force: action.force }), fields);
		case 'test':
			return await toStore(
				await testSession({ account, cache, stored: fields.sessionToken, ask, open }),
				fields,
			);
	}
}

/** The session for n8n to store, in the credential as it is at this moment; nothing where it is another's by now. */
async function toStore(
	session: Session,
	fields: CredentialFields,
): Promise<{ sessionToken?: string }> {
	const reread = rereaderOf(fields);
	if (reread) {
		const stored = await reread();
		if (stored === undefined) return {};
		for (const name of Object.keys(fields)) delete fields[name as keyof CredentialFields];
		Object.assign(fields, stored);
	}
	return { sessionToken: writeSession(session) };
}

interface SessionTest {
	account: Account;
	cache: SessionCache;
	/** The session that is stored in the credential, if any. */
	stored: unknown;
	/** Asks a question in its turn. */
	ask: (request: GatewayRequest, session: Session) => Promise<Exchange>;
	open: (options: SignInOptions) => Promise<Session>;
}

/**
 * For the credential test: whether the gateway honours the session; signs in if not, or if there is none.
 * @returns the session in use
 * @throws {SignInError}
 * @throws {CredentialTestError}
 */
async function testSession({ account, cache, stored, ask, open }: SessionTest): Promise<Session> {
	const failure = async (session: Session): Promise<CredentialTestError | undefined> => {
		const request = agentStatus(session.agentId);
		const found = testFailure(await ask(request, session), request, 'signIn');
		if (found?.refusedSession) cache.invalidate(session);
		return found;
	};
	cache.adoptStored(stored, account);
	const current = cache.current(account);
	const lost = current && (await failure(current));
	if (lost && !lost.refusedSession) throw lost;
	const session = await open({ interactive: true, force: false });
	const refused = session.guid === current?.guid ? undefined : await failure(session);
	if (refused) throw refused;
	return session;
}

interface PlainRequest {
	httpRequest: HttpRequest;
	connection: Connection;
	request: GatewayRequest;
	/** None for a sign-in, and where the credential has none. */
	session: Pick<Session, 'guid' | 'cookies'> | undefined;
}

async function send({
	httpRequest,
	connection,
	request,
	session,
}: PlainRequest): Promise<Exchange> {
	const deadline = new Deadline(TIMEOUT_MS);
	try {
		const options = requestOptions(connection.baseUrl, request, TIMEOUT_MS);
		const response = (await httpRequest({
			...options,
			...connectionOptions(connection),
			headers: { ...options.headers, ...(session ? headersOf(session) : {}) },
			abortSignal: deadline.signal,
		})) as IN8nHttpFullResponse;
		return await readResponse(response);
	} catch (error) {
		return readNetworkError(deadline.explain(error), false, TIMEOUT_MS);
	} finally {
		deadline.close();
	}
}
