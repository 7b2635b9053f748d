import { InvalidValueError, quote } from './invalidValueError';

/** A site's own words for the gateway's codes, as the credential holds them. */
export interface SiteWords {
	/** In the order in which the site wrote them. */
	readonly entries: ReadonlyArray<{ readonly code: number; readonly word: string }>;
	/** Normalized word or label to code. */
	readonly codes: ReadonlyMap<string, number>;
}

export const NO_WORDS: SiteWords = { entries: [], codes: new Map() };

/**
 * Folds letter case more thoroughly than a single conversion: `ß` and `SS`, both Greek sigmas, `İ`, `I`, `ı` and `i`.
 * Greek capitals are mostly written without their accents.
 */
const foldCase = (word: string): string =>
	word
		.toUpperCase()
		.toLowerCase()
		.normalize('NFD')
		.replace(/(?<=\p{Script=Greek})\u0301|(?<=i)\u0307/gu, '')
		.normalize('NFC')
		.replaceAll('ς', 'σ');

/** Normalizes a word: letter case, width and blanks do not matter. */
export const normalizeWord = (word: string): string =>
	foldCase(word.normalize('NFKC').trim().replace(/\s+/g, ' ').replaceAll(' (', '('));

/** Label of a code in a dropdown: `Lunch (201)`. */
export const labelOf = (code: number, word: string): string => `${word} (${code})`;

/** The code of a word or of a dropdown's label, or undefined. */
export const findCode = (words: SiteWords, text: string): number | undefined =>
	words.codes.get(normalizeWord(text));

/** The site's first word for a code, or null. */
export const wordOf = ({ entries }: SiteWords, code: number | null): string | null =>
	entries.find((entry) => entry.code === code)?.word ?? null;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** The code at the start of a line, and the separator between code and word. */
const CODE = /^(\d+)[\s=:,;|→–＝：，；｜、-]+(?=\S)/;

/** Another code and its word after the first: `201 Lunch, 202 Break`. */
const ANOTHER_CODE = /[,;|\t，；｜、] *(\d+)[\s=:,;|→–＝：，；｜、-]+\S/g;

/** Returns true if a line holds a second code. `100 Back office, 2 floors` does not: its number has fewer digits. */
const holdsAnotherCode = (
	word: string,
	digits: string,
	range: { readonly min: number; readonly max: number },
): boolean =>
	[...word.matchAll(ANOTHER_CODE)].some(
		([, other = '']) =>
			other.length >= digits.length && Number(other) >= range.min && Number(other) <= range.max,
	);

/**
 * Reads a site's words, one per line: `201 Lunch`. Empty lines are ignored; `=`, `:`, `,`, `;`,
 * `|`, `→` or `-`, also in their Chinese forms, may separate code and word.
 * @param text the credential's field
 * @param range the codes that the gateway knows
 * @param taken words that already have a meaning, such as "No Reason"
 * @throws {InvalidValueError} for a line without code or word, a line with several, a code out of range, or one word
 *   for two codes
 */
export function parseSiteWords(
	text: string,
	range: { readonly min: number; readonly max: number },
	taken: Readonly<Record<string, number>> = {},
): SiteWords {
	const entries: Array<{ code: number; word: string }> = [];
	const codes = new Map<string, number>();
	const remember = (name: string, code: number, word: string) => {
		const known = codes.get(normalizeWord(name));
		if (known !== undefined && known !== code) {
			throw new InvalidValueError(
				`the word ${quote(word)} stands for two codes, ${known} and ${code}`,
				'Give each code a word of its own, so that nobody is set to the wrong one.',
			);
		}
		codes.set(normalizeWord(name), code);
	};
	for (const [word, code] of Object.entries(taken)) {
		remember(word, code, word);
		remember(labelOf(code, word), code, word);
	}

	for (const [index, line] of text.split(LINE_END).entries()) {
		const trimmed = line.trim();
		if (trimmed === '') continue;
		const [start, digits] = CODE.exec(trimmed) ?? [];
		const word = start === undefined ? '' : trimmed.slice(start.length);
		if (digits === undefined || /^\d*$/.test(normalizeWord(word))) {
			throw new InvalidValueError(
				`line ${index + 1}, ${quote(line)}, is not a code and a word`,
				`Write one per line, the code first: ${range.min + 1} Lunch.`,
			);
		}
		const code = Number(digits);
		if (code < range.min || code > range.max) {
			throw new InvalidValueError(
				`line ${index + 1} has the code ${digits}, which is outside ${range.min} to ${range.max}`,
				`The gateway knows the codes ${range.min} to ${range.max} here.`,
			);
		}
		if (holdsAnotherCode(word, digits, range)) {
			throw new InvalidValueError(
				`line ${index + 1}, ${quote(line)}, holds several codes`,
				'Write one code and its word per line.',
			);
		}
		remember(word, code, word);
		remember(labelOf(code, word), code, word);
		entries.push({ code, word });
	}
	return { entries, codes };
}
