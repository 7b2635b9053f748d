/** What the credential holds, read and checked. The one place that decides what its fields may be. */
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
	/** What the package keeps there itself: see `session.ts`. */
	sessionToken?: unknown;
	/** Not a field of the form: goes with the Guid of a session that was signed in. */
	cookies?: unknown;
	trustedCa?: unknown;
	ignoreTlsIssues?: unknown;
	busyReasons?: unknown;
	customStatuses?: unknown;
	restReasons?: unknown;
}

/** Where the gateway is and how far its certificate is trusted. */
export interface Connection {
	/** Ends in `/agentgateway/resource`. */
	baseUrl: string;
	/** PEM text of the site's own certificate authority; undefined: the public ones. */
	trustedCa: string | undefined;
	ignoreTlsIssues: boolean;
}

/** The agent whom the package signs in by itself, and where. */
export interface Account {
	/** As in {@link Connection}. */
	baseUrl: string;
	agentId: AgentId;
	password: string;
	/** The agent's phone or softphone. */
	phonenum: string;
	/** Whether to end a session that the agent has elsewhere. */
	takeOver: boolean;
	/** How long the gateway honours a Guid, in ms. */
	guidLifetime: number;
}

/** Whose session is used: one Guid for all items, one per item in an item field, or one that is opened. */
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

/** What the dropdown calls "no reason". */
export const NO_REASON = 'No Reason';

/** A field of the credential that no request may be made with. */
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

/** A secret may have been pasted into the field of another value, which is quoted. */
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

/** The gateway's GUIDTIMEOUT as it is delivered, in seconds. Source: api-cec, cec_07_0005. */
const DEFAULT_GUID_LIFETIME_S = 120;

/** In seconds. */
export const GUID_LIFETIME_RANGE = { min: 10, max: 86_400 } as const;

/**
 * An empty field is a password, too: some sites sign agents in without one. What an expression leaves undefined is none.
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
 * `/agentgateway` or `/agentgateway/resource`; a proxy's path in front of them is kept.
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

/** A path without the slashes at its end. An expression for `/\/+$/` would take long for many of them. */
function withoutSlashes(path: string): string {
	let end = path.length;
	while (path.charAt(end - 1) === '/') end--;
	return path.slice(0, end);
}

/**
 * Reads a Guid: the bare value, `JSESSIONID=…`, or the whole `Set-GUID` header; in quotes or as JSON, too. Blanks are
 * trimmed.
 * @throws {InvalidValueError} if nothing is left or it could not be a header; the value is never shown
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

/** The text that a JSON text holds, alone or in a field of the name that the gateway's headers have. */
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

/** Without the quotes around it, straight or typographic, and the comma behind a line of JSON. */
const withoutQuotes = (pasted: string): string =>
	/^["'`\u2018\u201c\u201e](.*)["'`\u2019\u201d\u201c],?$/s.exec(pasted)?.[1]?.trim() ?? pasted;
