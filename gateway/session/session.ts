/** A session that the package opened: its stored form, and its validity. */
import { type AgentId, parseAgentId } from '../values/agentId';
import type { Exchange } from '../http/exchange';
import type { GatewayRequest } from '../operations/request';
import { type SessionAccount, parseGuid } from '../values/settings';

/** A session, as stored in the credential's field `sessionToken`. Times in ms since 1970. */
export interface Session {
	guid: string;
	/** Value of the header `Cookie`; behind a load balancer the cookies name the node. Empty for none. */
	cookies: string;
	/** Base address of its gateway, as `parseGatewayUrl` returns it. */
	gatewayUrl: string;
	agentId: AgentId;
	signedInAt: number;
	/** Time at which the Guid was issued, or earlier; never later. */
	renewedAt: number;
	/** The process in which a trigger polls the agent's events; see `pollOwner.ts`. */
	listener?: string;
}

/** A Guid this close to its end, in ms, is no longer used: a request takes time to arrive. */
const SAFETY_MARGIN_MS = 1000;

/** Returns true if a session belongs to the account and its Guid is still valid. */
export const isGood = (
	session: Session,
	{ baseUrl, agentId, guidLifetime }: SessionAccount,
	now: number,
): boolean =>
	session.gatewayUrl === baseUrl &&
	session.agentId === agentId &&
	now - session.renewedAt < guidLifetime - SAFETY_MARGIN_MS;

/** The text that goes into the credential. */
export const writeSession = (session: Session): string => JSON.stringify(session);

/** Reads what `writeSession` wrote; undefined for anything else. */
export function readSession(text: unknown): Session | undefined {
	if (typeof text !== 'string') return undefined;
	try {
		const { guid, cookies, gatewayUrl, agentId, signedInAt, renewedAt, listener } = JSON.parse(
			text,
		) as Session;
		const times = [signedInAt, renewedAt].every((time) => Number.isFinite(time));
		if (!times || typeof gatewayUrl !== 'string' || typeof cookies !== 'string') return undefined;
		return {
			guid: parseGuid(guid),
			cookies: safeCookies(cookies),
			gatewayUrl,
			agentId: parseAgentId(agentId),
			signedInAt,
			renewedAt,
			...(typeof listener === 'string' ? { listener } : {}),
		};
	} catch {
		return undefined;
	}
}

/** Removes cookies with characters that would end a header. */
const safeCookies = (cookies: string): string => (/^[\x20-\x7e]*$/.test(cookies) ? cookies : '');

/**
 * The Guid that an answer brought along; undefined if there is none. Gateways send it in `Set-GUID`, in `Guid`, or in
 * both (documented for the sign-in; clients of 2025 and 2026 read `Guid` only, also of polls).
 */
export const guidIn = (
	{ setGuid, guid }: { setGuid?: string; guid?: string },
	{ bringsGuid }: Pick<GatewayRequest, 'bringsGuid'>,
): string | undefined => readGuid(setGuid) ?? (bringsGuid ? readGuid(guid) : undefined);

/** Reads a Guid; undefined for anything else. */
export function readGuid(guid: unknown): string | undefined {
	try {
		return parseGuid(guid);
	} catch {
		return undefined;
	}
}

/** Names and values of `Set-Cookie` headers, without their attributes, for the header `Cookie`. */
export const cookiesIn = ({ setCookies = [] }: { setCookies?: readonly string[] }): string =>
	safeCookies(
		setCookies
			.map((cookie) => cookie.replace(/;.*/s, '').trim())
			.filter((pair) => /^[^=\s]+=[^=]/.test(pair))
			.join('; '),
	);

/** The request whose answer may renew a session. */
interface Renewing {
	request: Pick<GatewayRequest, 'bringsGuid'>;
	/** Time at which the request was sent, in ms since 1970. */
	requestedAt: number;
	/** In ms. */
	guidLifetime: number;
}

/**
 * The session with the Guid that an answer brought along, if it brought a new one.
 *
 * The gateway does not say when a Guid was issued. It replaces one at half its life (GUIDINTERVAL and GUIDTIMEOUT are
 * 60 and 120 s, api-cec, cec_07_0005), so the new one counts as issued then, or when the request was sent, whichever
 * is earlier.
 */
export function renewed(
	session: Session,
	exchange: Exchange,
	{ request, requestedAt, guidLifetime }: Renewing,
): Session | undefined {
	if (exchange.type !== 'answered') return undefined;
	const guid = guidIn(exchange, request);
	if (guid === undefined || guid === session.guid) return undefined;
	return {
		...session,
		guid,
		renewedAt: Math.min(requestedAt, session.renewedAt + guidLifetime / 2),
	};
}
