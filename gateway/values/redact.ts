/** Takes secrets out of what is shown. */
import { mapTexts } from './mapTexts';

const REDACTED = '•••';

/** Gives a value without secrets. */
export type Redact = <T>(value: T) => T;

/** Shorter secrets are left in: nothing readable would remain. */
const MIN_SECRET_LENGTH = 4;

/** The part of a Guid before the name of its node. */
const withoutNode = (guid: string): string => guid.replace(/\.AgentGateway\d*$/i, '');

/** A secret as it may be written: plain, in an address, in a JSON text. */
function spellings(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	try {
		return [secret, encodeURIComponent(secret), inJson];
	} catch {
		// Half a character has no place in an address.
		return [secret, inJson];
	}
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Blots whole secrets out of a text: one expression for all, the longest first. */
function redactSecrets(known: readonly string[]): (text: string) => string {
	const secrets = known
		.flatMap((secret) => [secret, withoutNode(secret)])
		.flatMap(spellings)
		.filter((secret) => secret.length >= MIN_SECRET_LENGTH)
		.sort((one, other) => other.length - one.length);
	if (secrets.length === 0) return (text) => text;
	const any = new RegExp([...new Set(secrets)].map(literal).join('|'), 'g');
	return (text) => text.replace(any, REDACTED);
}

/** So many characters of a secret in a row are a secret, too. */
const PIECE = 8;

/** Redacts whatever is a piece of a secret. The name of a Guid's node is none. */
function redactPieces(known: readonly string[]): (text: string) => string {
	const pieces = new Set<string>();
	for (const secret of known.map(withoutNode).flatMap(spellings)) {
		for (let at = 0; at + PIECE <= secret.length; at++) pieces.add(secret.slice(at, at + PIECE));
	}
	return (text) => {
		let clean = '';
		let shown = 0;
		for (let end = PIECE; end <= text.length; end++) {
			if (!pieces.has(text.slice(end - PIECE, end))) continue;
			const start = end - PIECE;
			while (end < text.length && pieces.has(text.slice(end + 1 - PIECE, end + 1))) end++;
			clean += text.slice(shown, start) + REDACTED;
			shown = end;
			end += PIECE - 1;
		}
		return clean + text.slice(shown);
	};
}

/**
 * Makes a function that blots secrets out of whatever the other side sent back: in texts, at any
 * depth, in keys as well.
 * @param known the secrets; the part of a Guid before its node suffix counts as one, too. Those of
 *   three characters and less are left out: nothing readable would remain
 */
export function redactor(known: readonly string[]): Redact {
	const redactText = redactSecrets(known);
	return (value) => mapTexts(value, redactText);
}

/**
 * The same for texts that quote what somebody has written: it may have been cut or split before it was
 * quoted, so any eight characters in a row of a secret are redacted as well.
 */
export function thoroughRedactor(known: readonly string[]): Redact {
	const redactWhole = redactSecrets(known);
	const redactRest = redactPieces(known);
	return (value) => mapTexts(value, (text) => redactRest(redactWhole(text)));
}

/** Makes a redactor only where the secrets are others than last time: it takes a while. */
export function memoizeRedactor(
	make: (known: readonly string[]) => Redact,
): (known: readonly string[]) => Redact {
	let last: { known: readonly string[]; redact: Redact } | undefined;
	return (known) => {
		const same =
			last?.known.length === known.length &&
			known.every((secret, index) => last?.known[index] === secret);
		if (last === undefined || !same) last = { known: [...known], redact: make(known) };
		return last.redact;
	};
}

/** Text of others that goes where n8n renders HTML. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
