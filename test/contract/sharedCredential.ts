/** A service agent whose credential is shared by several n8n processes, for the model tests. */
import type fc from 'fast-check';
import type { Exchange } from '../../gateway/http/exchange';
import { type GatewayRequest, REQUEST_HEADERS, requestUrl } from '../../gateway/operations/request';
import type { SessionContext } from '../../gateway/session/sessionContext';
import { type Session, writeSession } from '../../gateway/session/session';
import type { RecordedRequest } from '../../simulator';
import { type AccountAccess, serviceAccount, signInAt } from '../support/serviceAccount';

export const isSignIn = ({ operation }: Pick<RecordedRequest, 'operation'>): boolean =>
	operation === 'login' || operation === 'forceLogin';

export const baseUrlOf = ({ url }: { url: string }): string => `${url}/agentgateway/resource`;

/** The account that the credential names. */
export const accountAt = (gateway: { url: string }, takeOver: boolean) => ({
	...serviceAccount(baseUrlOf(gateway)),
	takeOver,
});

/** Sends a request over HTTP. */
export async function overHttp(
	gateway: { url: string },
	request: GatewayRequest,
	session?: Session,
	signal?: AbortSignal,
): Promise<Exchange> {
	try {
		const answer = await fetch(requestUrl(baseUrlOf(gateway), request), {
			method: request.method,
			headers: {
				...REQUEST_HEADERS,
				...(session ? { Guid: session.guid, Cookie: session.cookies } : {}),
			},
			body: request.body ? JSON.stringify(request.body) : undefined,
			signal,
		});
		return {
			type: 'answered',
			status: answer.status,
			body: await answer.text(),
			setGuid: answer.headers.get('set-guid') ?? undefined,
			setCookies: answer.headers.getSetCookie(),
		};
	} catch {
		return { type: 'lost', meaning: 'the connection broke', remedy: '' };
	}
}

/** The session context of a node in one of the processes. */
export const sessionContextIn = (
	credential: { stored: string },
	{ cache, account, send }: AccountAccess,
): SessionContext => ({
	account,
	cache,
	adapter: {
		sendIn: async (request, session) => await send(request, session),
		readStored: async () => credential.stored,
		signIn: signInAt(credential, { cache, account, send }),
		store: async (session) => {
			credential.stored = writeSession(session);
		},
	},
});

/** Makes a command of a random sequence. */
export const commandOf =
	<Harness extends object>() =>
	(
		name: string,
		run: (harness: Harness) => Promise<void> | void,
	): fc.AsyncCommand<object, Harness> => ({
		check: () => true,
		run: async (_model, harness) => await run(harness),
		toString: () => name,
	});
