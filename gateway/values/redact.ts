/** Takes secrets out of what is shown. */
import { mapTexts } from './mapTexts';
import { memoizeLatest } from './memoizeLatest';
import { spellings } from './spellings';

const REDACTED = '•••';

/** Gives a value without secrets. */
export type Redact = <T>(value: T) => T;

/** Shorter secrets are left in: nothing readable would remain. In characters. */
const MIN_SECRET_LENGTH = 4;

/** An agent's ID cannot be told from such a password, and is in every answer. */
const LIKE_AN_ID = /^\d{1,6}$/;

/** A shorter text, in characters, is a secret only where it is no part of a longer word. */
const WHOLE_WORD_BELOW = 8;

/** Of a longer secret, in characters, a part is a secret, too: no word of a language is as long. */
const IN_PIECES_FROM = 16;

/** The part of a Guid before the name of its node. */
const withoutNode = (guid: string): string => guid.replace(/\.AgentGateway\d*$/i, '');

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const LETTER_OR_DIGIT = '[\\p{L}\\p{N}]';

const WORD_START = new RegExp(`^${LETTER_OR_DIGIT}`, 'u');
const WORD_END = new RegExp(`${LETTER_OR_DIGIT}$`, 'u');

/** An expression for a spelling; a short one must not be a part of a longer word. */
function expressionOf(spelling: string): string {
	const text = literal(spelling);
	if (spelling.length >= WHOLE_WORD_BELOW) return text;
	const before = WORD_START.test(spelling) ? `(?<!${LETTER_OR_DIGIT})` : '';
	const after = WORD_END.test(spelling) ? `(?!${LETTER_OR_DIGIT})` : '';
	return before + text + after;
}

type RedactText = (text: string) => string;

/** Redacts whole secrets out of a text: one expression for all, the longest first. */
function redactWhole(secrets: readonly string[]): RedactText {
	// What is looked for in pieces is found there in its other spellings.
	const texts = secrets.flatMap((secret) =>
		isLong(secret) ? [secret, withoutNode(secret)] : [secret, ...spellings(withoutNode(secret))],
	);
	const known = [...new Set(texts)].filter((text) => text.length >= MIN_SECRET_LENGTH);
	if (known.length === 0) return (text) => text;
	known.sort((one, other) => other.length - one.length);
	const any = new RegExp(known.map(expressionOf).join('|'), 'gu');
	return (text) => text.replace(any, REDACTED);
}

const isLong = (secret: string): boolean => withoutNode(secret).length >= IN_PIECES_FROM;

/** So many characters of a secret in a row are a secret, too. */
const PIECE = 8;

/** A piece with fewer different characters, such as 00000000, stands in many numbers. */
const LEAST_VARIETY = 3;

const isTelling = (piece: string): boolean => new Set(piece).size >= LEAST_VARIETY;

/** In letters of one case, of the same length. */
const folded = (text: string): string =>
	text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Of four characters: whether a piece may begin there. */
const hashAt = (text: string, at: number): number =>
	(text.charCodeAt(at) +
		37 * text.charCodeAt(at + 1) +
		1_369 * text.charCodeAt(at + 2) +
		50_653 * text.charCodeAt(at + 3)) &
	0xffff;

/** Redacts whatever is a piece of a secret, in any letter case. The name of a Guid's node is none. */
function redactPieces(secrets: readonly string[]): RedactText {
	const pieces = new Set<string>();
	const beginnings = new Uint8Array(0x10000);
	for (const spelling of secrets.map(withoutNode).flatMap(spellings).map(folded)) {
		for (let at = 0; at + PIECE <= spelling.length; at++) {
			const piece = spelling.slice(at, at + PIECE);
			if (!isTelling(piece)) continue;
			pieces.add(piece);
			beginnings[hashAt(spelling, at)] = 1;
		}
	}
	return (text) => {
		const plain = folded(text);
		const isPiece = (at: number): boolean =>
			at + PIECE <= plain.length &&
			beginnings[hashAt(plain, at)] === 1 &&
			pieces.has(plain.slice(at, at + PIECE));
		let clean = '';
		let shown = 0;
		for (let at = 0; at + PIECE <= plain.length; at++) {
			if (!isPiece(at)) continue;
			clean += text.slice(shown, at) + REDACTED;
			while (isPiece(at + 1)) at++;
			shown = at + PIECE;
			at = shown - 1;
		}
		return clean + text.slice(shown);
	};
}

/** Pieces are made at the first text that could hold one: most texts of a gateway are too short. */
function lazily(make: () => RedactText): RedactText {
	let redactText: RedactText | undefined;
	return (text) => {
		if (text.length < PIECE) return text;
		redactText ??= make();
		return redactText(text);
	};
}

const isSecret = (known: string): boolean =>
	known.length >= MIN_SECRET_LENGTH && !LIKE_AN_ID.test(known);

function redactorFor(known: readonly string[], inPieces: (secret: string) => boolean): Redact {
	const secrets = known.filter(isSecret);
	const whole = redactWhole(secrets);
	const long = secrets.filter(inPieces);
	const pieces: RedactText = long.length === 0 ? (text) => text : lazily(() => redactPieces(long));
	return (value) => mapTexts(value, (text) => pieces(whole(text)));
}

/**
 * Makes a function that redacts secrets out of whatever the other side sent back: in texts, at any depth, in keys as
 * well, in all their {@link spellings}. The part of a Guid before its node suffix counts as one, too.
 *
 * - Left in: what is shorter than four characters, and up to six digits, which cannot be told from an agent's ID.
 * - Up to seven characters: redacted as a whole word only.
 * - From 16 characters on (Guids, cookies, long passwords): eight characters in a row are redacted, too, in any
 *   letter case, unless they have fewer than three different characters.
 */
export const redactor = (known: readonly string[]): Redact => redactorFor(known, isLong);

/**
 * The same for texts that quote what somebody has written: it may have been cut or split before it was quoted, so
 * any eight characters in a row of any secret are redacted as well.
 */
export const thoroughRedactor = (known: readonly string[]): Redact =>
	redactorFor(known, () => true);

/** Makes a redactor only where the secrets are others than last time: it takes a while. */
export function memoizeRedactor(
	make: (known: readonly string[]) => Redact,
): (known: readonly string[]) => Redact {
	const memoized = memoizeLatest((...known: string[]) => make(known));
	return (known) => memoized(...known);
}

/** Text of others that goes where n8n renders HTML. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
