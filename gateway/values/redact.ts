/** Redacts secrets in everything that is shown. */
import { mapTexts } from './mapTexts';
import { memoizeLatest } from './memoizeLatest';
import { spellings } from './spellings';

const REDACTED = '•••';

/** Returns a value without secrets. */
export type Redact = <T>(value: T) => T;

/** Shorter secrets are not redacted, because nothing readable would remain. In characters. */
const MIN_SECRET_LENGTH = 4;

/** Such a password cannot be distinguished from an agent's ID, which is in every answer. */
const LIKE_AN_ID = /^\d{1,6}$/;

/** A shorter secret, in characters, is redacted only as a whole word. */
const WHOLE_WORD_BELOW = 8;

/** Parts of a secret of this length, in characters, are redacted, too: no word is as long. */
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
	// `redactPieces` covers the other spellings of long secrets.
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

/** Length of a piece of a long secret that is redacted, in characters. */
const PIECE_LENGTH = 8;

/** Minimum of different characters in a piece: one such as 00000000 occurs in many numbers. */
const MIN_VARIETY = 3;

const isDistinctive = (piece: string): boolean => new Set(piece).size >= MIN_VARIETY;

/** Folds the letter case without changing the length. */
const folded = (text: string): string =>
	text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Hash of four characters, to skip places where no piece can start. */
const hashAt = (text: string, at: number): number =>
	(text.charCodeAt(at) +
		37 * text.charCodeAt(at + 1) +
		1_369 * text.charCodeAt(at + 2) +
		50_653 * text.charCodeAt(at + 3)) &
	0xffff;

/** Redacts pieces of secrets, in any letter case, except the name of a Guid's node. */
function redactPieces(secrets: readonly string[]): RedactText {
	const pieces = new Set<string>();
	const beginnings = new Uint8Array(0x10000);
	for (const spelling of secrets.map(withoutNode).flatMap(spellings).map(folded)) {
		for (let at = 0; at + PIECE_LENGTH <= spelling.length; at++) {
			const piece = spelling.slice(at, at + PIECE_LENGTH);
			if (!isDistinctive(piece)) continue;
			pieces.add(piece);
			beginnings[hashAt(spelling, at)] = 1;
		}
	}
	return (text) => {
		const plain = folded(text);
		const isPiece = (at: number): boolean =>
			at + PIECE_LENGTH <= plain.length &&
			beginnings[hashAt(plain, at)] === 1 &&
			pieces.has(plain.slice(at, at + PIECE_LENGTH));
		let clean = '';
		let shown = 0;
		for (let at = 0; at + PIECE_LENGTH <= plain.length; at++) {
			if (!isPiece(at)) continue;
			clean += text.slice(shown, at) + REDACTED;
			while (isPiece(at + 1)) at++;
			shown = at + PIECE_LENGTH;
			at = shown - 1;
		}
		return clean + text.slice(shown);
	};
}

/** Computes the pieces at the first text that could hold one: most texts of a gateway are too short. */
function lazily(make: () => RedactText): RedactText {
	let redactText: RedactText | undefined;
	return (text) => {
		if (text.length < PIECE_LENGTH) return text;
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
 * Makes a function that redacts secrets in values from outside: in texts and keys, at any depth, in all their
 * {@link spellings}. The part of a Guid before its node suffix counts as a secret, too.
 *
 * - Not redacted: fewer than four characters, and up to six digits, which could be an agent's ID.
 * - Up to seven characters: redacted as a whole word only.
 * - From 16 characters on (Guids, cookies, long passwords): eight characters in a row are redacted, too, in any
 *   letter case, unless they have fewer than three different characters.
 */
export const redactor = (known: readonly string[]): Redact => redactorFor(known, isLong);

/**
 * Like {@link redactor}, for texts that quote users' input: it may have been truncated or split before it was quoted, so
 * any eight characters in a row of any secret are redacted as well.
 */
export const thoroughRedactor = (known: readonly string[]): Redact =>
	redactorFor(known, () => true);

/** Remembers the latest redactor, because making one is expensive. */
export function memoizeRedactor(
	make: (known: readonly string[]) => Redact,
): (known: readonly string[]) => Redact {
	const memoized = memoizeLatest((...known: string[]) => make(known));
	return (known) => memoized(...known);
}

/** Escapes text from outside for places where n8n renders HTML. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
