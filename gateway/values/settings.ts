/** Reads and validates the credential. The one place that decides which values its fields may have. */
import { AGENT_ID_RANGE, type AgentId, parseAgentId } from './agentId';
import { InvalidValueError, quote } from './invalidValueError';
import { memoizeLatest } from './memoizeLatest';
import { inWords, parseWholeNumber } from './numbers';
import { BUSY_REASON_RANGE, CUSTOM_STATUS_RANGE, NO_BUSY_REASON } from './siteCodes';
import { NO_REST_REASON, REST_REASON_RANGE } from './rest';
import { thoroughRedactor } from './redact';
import { parseSiteWords, type SiteWords } from './siteWords';
import { parseTrustedCa } from './trustedCa';

/** The fields of the credential `ccGatewayApi` as n8n stores them. */
export interface CredentialFields {
	gatewayUrl?: unknown;
	authentication?: unknown;
	agentId?: unknown;
	guid?: unknown;
	guidField?: unknown;
	password?: unknown;
	phonenum?: unknown;
	takeOver?: unknown;
	guidLifetime?: unknown;
	/** The session that the package stores: see `session.ts`. */
	sessionToken?: unknown;
	/** Not a field of the form: the cookies of a session that was signed in. */
	cookies?: unknown;
	trustedCa?: unknown;
	ignoreTlsIssues?: unknown;
	busyReasons?: unknown;
	customStatuses?: unknown;
	restReasons?: unknown;
}

/** The gateway's address, and the trust in its certificate. */
export interface Connection {
	/** Ends in `/agentgateway/resource`. */
	baseUrl: string;
	/** PEM text of the site's own certificate authority; undefined: the public ones. */
	trustedCa: string | undefined;
	ignoreTlsIssues: boolean;
}

/** The agent of a session, and its rules. */
export interface SessionAccount {
	/** As in {@link Connection}. */
	baseUrl: string;
	agentId: AgentId;
	/** A sign-in ends a session that the agent has elsewhere. */
	takeOver: boolean;
	/** Time for which the gateway accepts a Guid, in ms. */
	guidLifetime: number;
}

/** An agent that the package signs in. */
export interface Account extends SessionAccount {
	password: string;
	/** The agent's phone or softphone. */
	phonenum: string;
}

/** The session to use: one Guid for all items, one per item in an item field, or one that the package opens. */
export type Authentication =
	| { mode: 'guid'; agentId: AgentId; guid: string; cookies: string }
	| { mode: 'guidPerItem'; guidField: string }
	| ({ mode: 'signIn' } & Account);

export interface Settings {
	connection: Connection;
	authentication: Authentication;
	busyReasons: SiteWords;
	customStatuses: SiteWords;
	restReasons: SiteWords;
}

/** Label of "no reason" in the dropdown. */
export const NO_REASON = 'No Reason';

/** Thrown for a field of the credential that must not be used. */
export class InvalidCredentialError extends Error {
	constructor(
		readonly field: string,
		readonly problem: string,
		readonly remedy: string,
	) {
		super(`${field} in the credential: ${problem}. ${remedy}`);
		this.name = 'InvalidCredentialError';
	}
}

function field<T>(label: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		return refuseField(label, error);
	}
}

function refuseField(label: string, error: unknown): never {
	if (error instanceof InvalidValueError) {
		throw new InvalidCredentialError(label, error.problem, error.remedy);
	}
	throw error;
}

const text = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/**
 * Reads the whole credential.
 * @throws {InvalidCredentialError} naming the first field that cannot be used; never shows a secret
 */
export function readSettings(fields: CredentialFields): Settings {
	try {
		const connection = readConnection(fields);
		return {
			connection,
			authentication: readAuthentication(fields, connection),
			...readWords(fields),
		};
	} catch (error) {
		return refuseWithoutSecrets(fields, error);
	}
}

/** Redacts a quoted value: a secret may have been pasted into another field. */
function refuseWithoutSecrets(fields: CredentialFields, error: unknown): never {
	if (!(error instanceof InvalidCredentialError)) throw error;
	const redact = thoroughRedactor([text(fields.guid).trim(), text(fields.password)]);
	throw new InvalidCredentialError(error.field, redact(error.problem), error.remedy);
}

const memoizedUrl = memoizeLatest<[string], string>(parseGatewayUrl);
const memoizedCa = memoizeLatest<[string], string | undefined>(parseTrustedCa);

function readConnection(fields: CredentialFields): Connection {
	return {
		baseUrl: field('Gateway URL', () => memoizedUrl(text(fields.gatewayUrl))),
		trustedCa: field('Trusted CA', () => memoizedCa(text(fields.trustedCa))),
		ignoreTlsIssues: fields.ignoreTlsIssues === true,
	};
}

function readAuthentication(fields: CredentialFields, { baseUrl }: Connection): Authentication {
	const mode = fields.authentication ?? 'guid';
	if (mode === 'guid') {
		return {
			mode,
			agentId: field('Agent ID', () => parseOwnAgentId(fields.agentId)),
			guid: field('Guid', () => parseGuid(fields.guid)),
			cookies: text(fields.cookies),
		};
	}
	if (mode === 'guidPerItem') {
		return { mode, guidField: text(fields.guidField).trim() || 'guid' };
	}
	if (mode === 'signIn') {
		return {
			mode,
			baseUrl,
			agentId: field('Agent ID', () => parseOwnAgentId(fields.agentId)),
			password: field('Password', () => parsePassword(fields.password)),
			phonenum: field('Phone Number', () => parsePhoneNumber(fields.phonenum)),
			takeOver: fields.takeOver === true,
			guidLifetime: field('Guid Lifetime (Seconds)', () => {
				const { guidLifetime = DEFAULT_GUID_LIFETIME_S } = fields;
				return 1000 * parseWholeNumber(guidLifetime, GUID_LIFETIME_RANGE);
			}),
		};
	}
	throw new InvalidCredentialError(
		'Authentication',
		`${quote(mode)} is not a mode of this version`,
		"Choose 'Guid', 'Guid per Item' or 'Sign In as an Agent', or update the package.",
	);
}

/** @throws {InvalidValueError} as `parseAgentId`, and for an empty field */
function parseOwnAgentId(value: unknown): AgentId {
	if (text(value).trim() !== '') return parseAgentId(value);
	const remedy = `Enter the ID of the agent whose session it is, a number from ${inWords(AGENT_ID_RANGE)}.`;
	throw new InvalidValueError('no agent ID was given', remedy);
}

/** The gateway's default GUIDTIMEOUT, in seconds. Source: api-cec, cec_07_0005. */
const DEFAULT_GUID_LIFETIME_S = 120;

/** In seconds. */
export const GUID_LIFETIME_RANGE = { min: 10, max: 86_400 } as const;

/**
 * Reads a password. An empty one is valid: some sites sign agents in without one. Undefined is not.
 * @throws {InvalidValueError} unless it is at most 32 characters (api-cec, cec_07_1202); never shows it
 */
function parsePassword(value: unknown): string {
	const password = text(value);
	const remedy =
		"Enter the agent's password, at most 32 characters, or leave the field empty if your site signs agents in without one.";
	if (password === '' && value !== '') throw new InvalidValueError('no password was given', remedy);
	if (password.length > 32) throw new InvalidValueError('it is longer than 32 characters', remedy);
	return password;
}

/** @throws {InvalidValueError} unless it is 1 to 24 characters (api-cec, cec_07_1202) */
function parsePhoneNumber(value: unknown): string {
	const phonenum = text(value).trim();
	const remedy = "Enter the number of the agent's phone or softphone, 1 to 24 characters.";
	if (phonenum === '') throw new InvalidValueError('no phone number was given', remedy);
	if (phonenum.length > 24) {
		throw new InvalidValueError(`${quote(phonenum)} is longer than 24 characters`, remedy);
	}
	return phonenum;
}

const memoizedBusyReasons = memoizeLatest((words: string) =>
	parseSiteWords(words, BUSY_REASON_RANGE, { [NO_REASON]: NO_BUSY_REASON }),
);
const memoizedCustomStatuses = memoizeLatest((words: string) =>
	parseSiteWords(words, CUSTOM_STATUS_RANGE),
);
const memoizedRestReasons = memoizeLatest((words: string) =>
	parseSiteWords(words, REST_REASON_RANGE, { [NO_REASON]: NO_REST_REASON }),
);

/** @throws {InvalidCredentialError} */
export function readWords(
	fields: CredentialFields,
): Pick<Settings, 'busyReasons' | 'customStatuses' | 'restReasons'> {
	return {
		busyReasons: field('Busy Reasons', () => memoizedBusyReasons(text(fields.busyReasons))),
		customStatuses: field('Custom Statuses', () =>
			memoizedCustomStatuses(text(fields.customStatuses)),
		),
		restReasons: field('Rest Reasons', () => memoizedRestReasons(text(fields.restReasons))),
	};
}

/**
 * Reads the gateway's address in all its spellings: with or without a trailing slash,
 * `/agentgateway` or `/agentgateway/resource`; the path of a proxy before them stays.
 * @returns the address of the resources, for example `https://cc.example.com:8043/agentgateway/resource`
 * @throws {InvalidValueError} for anything but http(s), for a user name or password, for a query
 */
export function parseGatewayUrl(value: unknown): string {
	const example = 'Write it like https://cc.example.com:8043.';
	const address = text(value).trim();
	if (address === '') throw new InvalidValueError('no address was given', example);
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address) || !URL.canParse(address)) {
		// Not quoted: a half-written address may hold a password.
		throw new InvalidValueError('this is not a complete web address', example);
	}
	const url = new URL(address);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new InvalidValueError(`the gateway does not speak ${quote(url.protocol)}`, example);
	}
	if (url.username !== '' || url.password !== '') {
		throw new InvalidValueError(
			'it holds a user name or a password',
			`Take them out: the gateway knows agents by their Guid. ${example}`,
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new InvalidValueError("it goes on after a '?' or '#'", `Leave that part out. ${example}`);
	}
	const prefix = withoutSlashes(url.pathname).replace(/\/agentgateway(\/resource)?$/i, '');
	return `${url.origin}${withoutSlashes(prefix)}/agentgateway/resource`;
}

/** Removes the slashes at the end of a path. The expression `/\/+$/` would be slow for many of them. */
function withoutSlashes(path: string): string {
	let end = path.length;
	while (path.charAt(end - 1) === '/') end--;
	return path.slice(0, end);
}

/**
 * Reads a Guid: the bare value, `JSESSIONID=…`, or the whole `Set-GUID` header; in quotes or as JSON, too. Blanks are
 * trimmed.
 * @throws {InvalidValueError} if nothing is left or the rest cannot be a header; the value is never shown
 */
export function parseGuid(value: unknown): string {
	const pasted = withoutQuotes(
		fromJson(text(value).trim()).replace(/^["']?(set-)?guid["']?\s*[:=]\s*/i, ''),
	);
	const guid = (/^JSESSIONID\s*=([^;]*)/i.exec(pasted)?.[1] ?? pasted).trim();
	const remedy =
		"Paste the agent's current Guid, with or without 'JSESSIONID=' in front, up to and including '.AgentGateway0'.";
	if (guid === '') throw new InvalidValueError('no Guid was given', remedy);
	if (!/^[\x21\x23-\x7a\x7c\x7e]+$/.test(guid)) {
		throw new InvalidValueError('the Guid holds blanks or letters that no Guid has', remedy);
	}
	return guid;
}

/** The text inside a JSON text: alone, or in a field with the name of one of the gateway's headers. */
function fromJson(pasted: string): string {
	if (!pasted.startsWith('{') && !pasted.startsWith('"')) return pasted;
	try {
		const json: unknown = JSON.parse(pasted);
		if (typeof json === 'string') return json.trim();
		const fields = Object.entries(json as Record<string, unknown>);
		return text(fields.find(([name]) => /^(set-)?guid$/i.test(name))?.[1]).trim();
	} catch {
		return pasted;
	}
}

/** Removes quotes, straight or typographic, and the comma after a line of JSON. */
const withoutQuotes = (pasted: string): string =>
	/^["'`\u2018\u201c\u201e](.*)["'`\u2019\u201d\u201c],?$/s.exec(pasted)?.[1]?.trim() ?? pasted;
