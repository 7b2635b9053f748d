/** What an answer of the gateway means: from a raw exchange to a verdict. */
import type { Exchange } from '../http/exchange';
import type { Outcome, Retry, Verdict } from './outcome';
import type { GatewayRequest } from '../operations/request';
import { CHECK_PROXY, CHECK_URL, IF_IT_STAYS, LOOK_FIRST, PERHAPS_HTTPS } from '../http/remedies';
import { RETCODES, type RetcodeClass } from './retcodes';

/** The gateway's answer: `{ message, retcode, result }`, retcode "0" for success. */
interface GatewayAnswer {
	retcode: string;
	message: string | null;
	result: unknown;
}

const NO_ANSWER = { retcode: null, message: null, result: null } as const;

/** The longest answer that is parsed, in characters. The longest of a gateway, 500 agents, is shorter. */
const MAX_BODY_LENGTH = 1_000_000;

/** Reads the body of an answer; undefined unless it is a JSON object with a retcode, of at most 1 MB. */
function parseAnswer(body: string): GatewayAnswer | undefined {
	if (body.length > MAX_BODY_LENGTH) return undefined;
	let json: unknown;
	try {
		json = JSON.parse(body);
	} catch {
		return undefined;
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
	const { retcode, message, result } = json as Record<string, unknown>;
	if (typeof retcode !== 'string' && typeof retcode !== 'number') return undefined;
	return {
		retcode: String(retcode),
		message: typeof message === 'string' ? message : null,
		result: result ?? null,
	};
}

/** Whether a refusal of this class is certain even after an earlier try with an unknown end. */
const FINAL_CLASSES: ReadonlySet<RetcodeClass> = new Set(['input', 'credential', 'permission']);

function judgeRetcode(answer: GatewayAnswer, status: number, request: GatewayRequest): Verdict {
	const known = RETCODES.get(answer.retcode);
	if (known) {
		const outcome: Outcome = known.class === 'exception' ? 'unknown' : 'rejected';
		const retry: Partial<Record<RetcodeClass, Retry>> = {
			busy: 'always',
			exception: 'ifIdempotent',
		};
		return {
			...answer,
			outcome,
			retry: retry[known.class] ?? 'never',
			meaning: known.meaning,
			remedy: known.remedy,
			final: FINAL_CLASSES.has(known.class),
		};
	}
	if (tellsMore(status)) return { ...answer, ...judgeStatus(status) };
	const maybeDone = request.effect === 'nonIdempotent';
	return {
		...answer,
		outcome: maybeDone ? 'unknown' : 'rejected',
		retry: 'never',
		meaning: 'the gateway answered with a code that is not documented',
		remedy: `${maybeDone ? `${LOOK_FIRST} ` : ''}Ask the gateway's administrator what the code means.`,
	};
}

/** Whether the gateway refused a request for the session it was sent in. */
export const isSessionRefusal = ({ outcome, retcode }: Verdict): boolean =>
	outcome === 'rejected' && retcode !== null && RETCODES.get(retcode)?.class === 'session';

/** Whether the gateway refused the account at a sign-in, such as for its password. */
export const isCredentialRefusal = ({ retcode }: Pick<Verdict, 'retcode'>): boolean =>
	retcode !== null && RETCODES.get(retcode)?.class === 'credential';

/** Whether the gateway refused what the request holds, so that a part of it might be accepted. */
export const isInputRefusal = ({ outcome, retcode }: Verdict): boolean =>
	outcome === 'rejected' && retcode !== null && RETCODES.get(retcode)?.class === 'input';

const REFUSING_STATUS: Readonly<Record<number, readonly [meaning: string, remedy: string]>> = {
	401: ['a server in front of the gateway asks for a sign-in of its own', CHECK_URL],
	403: [
		'a server in front of the gateway forbids the request',
		`${CHECK_URL} Some gateways answer so to addresses that are not on their allow-list: ask the gateway's administrator to add the address of this n8n server.`,
	],
	404: ['the gateway has nothing at this address', CHECK_URL],
	405: ['the server does not accept this kind of request', CHECK_URL],
	413: ['the server finds the request too large', 'Shorten it.'],
	429: [
		'the server asks to wait',
		'Try again in a moment; lower the concurrency if it keeps happening.',
	],
};

/** The highest agent ID of the gateways of 2023. */
const HIGHEST_OLD_ID = 59_999;

/** What an HTTP status 404 may mean for an agent ID that older gateways do not know. */
export const OLDER_GATEWAYS = `Older gateways also answer so for agent IDs above ${HIGHEST_OLD_ID}.`;

/** Whether an agent ID in a request's path is one that older gateways do not know. */
export const namesHighId = ({ path }: GatewayRequest): boolean =>
	path.split('/').some((part) => /^\d+$/.test(part) && Number(part) > HIGHEST_OLD_ID);

/** The one status that only a proxy answers, before it hands anything on. */
const PROXY_ASKS = 407;

/** What nginx and Tomcat say to plain HTTP at a port for TLS. */
const WANTS_TLS = /plain HTTP request was sent to HTTPS port|host and port requires TLS/i;

const failedOnTheWay = (status: number): boolean => status === 408 || status >= 500;

/** Whether an HTTP status tells more than a code that nobody knows, which may be no gateway's at all. */
const tellsMore = (status: number): boolean => failedOnTheWay(status) || status === 429;

function judgeStatus(status: number): Omit<Verdict, 'retcode' | 'message' | 'result'> {
	if (failedOnTheWay(status)) {
		return {
			outcome: 'unknown',
			retry: 'ifIdempotent',
			meaning: `the server failed on the way (HTTP ${status})`,
			remedy: `${LOOK_FIRST} ${IF_IT_STAYS}`,
		};
	}
	if (status === PROXY_ASKS) {
		return {
			outcome: 'notAttempted',
			retry: 'always',
			unreachable: true,
			meaning: 'the proxy that n8n uses asks for a user name and a password (HTTP 407)',
			remedy: CHECK_PROXY,
		};
	}
	if (status >= 400) {
		const [meaning, remedy] = REFUSING_STATUS[status] ?? [
			'the server refused the request',
			CHECK_URL,
		];
		return {
			outcome: 'rejected',
			retry: status === 429 ? 'always' : 'never',
			meaning: `${meaning} (HTTP ${status})`,
			remedy,
		};
	}
	if (status >= 300) {
		return {
			outcome: 'rejected',
			retry: 'never',
			meaning: `the server points to another address (HTTP ${status})`,
			remedy: `${CHECK_URL} Redirects are never followed, because that would hand the Guid to another server.`,
		};
	}
	return {
		outcome: 'unknown',
		retry: 'ifIdempotent',
		meaning: 'the answer is not one of a CC-Gateway',
		remedy: `${LOOK_FIRST} ${CHECK_URL} A proxy or sign-in page may have answered instead.`,
	};
}

/**
 * Tells what an exchange means for the request. Never throws.
 *
 * A retcode counts more than the HTTP status, since nothing is documented about the latter. But a success
 * inside an HTTP failure is not believed, and a code that nobody knows says less than HTTP 408, 429 or 5xx.
 */
export function judge(exchange: Exchange, request: GatewayRequest): Verdict {
	if (exchange.type === 'notSent') {
		const { meaning, remedy, unreachable } = exchange;
		return {
			...NO_ANSWER,
			outcome: 'notAttempted',
			retry: 'always',
			meaning,
			remedy,
			unreachable,
		};
	}
	if (exchange.type === 'noSession') {
		const { outcome, retryable, aborted, meaning, remedy, retcode, message } = exchange;
		return {
			outcome,
			retry: retryable ? 'always' : 'never',
			unreachable: outcome === 'notAttempted' && !aborted,
			aborted,
			meaning,
			remedy,
			retcode,
			message,
			result: null,
		};
	}
	if (exchange.type === 'lost') {
		const { meaning, remedy } = exchange;
		return { ...NO_ANSWER, outcome: 'unknown', retry: 'ifIdempotent', meaning, remedy };
	}
	const { status, retryAfter } = exchange;
	const answer = parseAnswer(exchange.body);
	if (answer?.retcode === '0' && status < 300) {
		return { ...answer, outcome: 'accepted', retry: 'never', meaning: '', remedy: '', status };
	}
	if (answer && answer.retcode !== '0')
		return { ...judgeRetcode(answer, status, request), status, retryAfter };
	if (answer) {
		return {
			...answer,
			outcome: 'unknown',
			retry: 'ifIdempotent',
			meaning: `the answer says success and HTTP ${status} at once`,
			remedy: `${LOOK_FIRST} ${CHECK_URL}`,
			status,
		};
	}
	if (status === 400 && WANTS_TLS.test(exchange.body)) {
		const remedy = `${CHECK_URL} ${PERHAPS_HTTPS}`;
		return { ...NO_ANSWER, ...judgeStatus(status), remedy, status, retryAfter };
	}
	const verdict: Verdict = { ...NO_ANSWER, ...judgeStatus(status), status, retryAfter };
	if (status === 404 && namesHighId(request)) verdict.remedy += ` ${OLDER_GATEWAYS}`;
	return verdict;
}

/** The verdict of an earlier try of this execution, as far as it was kept. */
export const verdictFromLedger = (
	outcome: 'accepted' | 'unknown',
	retcode: string | null,
): Verdict => ({
	outcome,
	retry: 'never',
	meaning: 'an earlier try of this execution may have been carried out',
	remedy: LOOK_FIRST,
	retcode,
	message: null,
	result: null,
});
