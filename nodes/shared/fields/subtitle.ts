import type { INodeProperties } from 'n8n-workflow';

/**
 * The subtitle of a node on the canvas. n8n evaluates it in the editor, from the parameters alone: without items
 * `$parameter` throws for whatever holds an expression, and the subtitle is missing; of a list it gives the code and
 * not the word that was chosen. The stored parameters have both, so these are read.
 */

/** The appearance of a field in a subtitle. */
interface Look {
	/** Shown while the field is empty. Default: nothing. */
	readonly empty?: string;
	/** In front of it, unless it is empty. */
	readonly before?: string;
	/** In front of a code without a known word: "reason". */
	readonly code?: string;
	/** Words for values; `''` stands for an empty field. */
	readonly words?: Readonly<Record<string, string>>;
}

const source = (value: unknown): string => JSON.stringify(value);

/**
 * The text of a field: the word for its value, or the word that was chosen from a list, or the value; an expression as
 * it was written.
 */
const textOf = (name: string, words: Readonly<Record<string, string>>): string[] => [
	`[$parameter.toJSON().${name}]`,
	'.map((field) => typeof field === "object" && field ? [field.value, field.mode === "list" && field.cachedResultName] : [field])',
	`.map(([value, word]) => (${source(words)})[value] ?? String((String(value).startsWith("=") ? "" : word) || (value ?? "")))`,
	'.map((text) => text.includes("$fromAI(") ? "chosen by the model" : text.replace(/^=/, "").trim())',
];

/**
 * A field, for `subtitle`.
 * @param name of the parameter
 */
export const shown = (
	name: string,
	{ empty = '', before = '', code, words = {} }: Look = {},
): string =>
	[
		...textOf(name, words),
		...(code ? [`.map((text) => text.replace(/^[0-9]+$/, ${source(`${code} $&`)}))`] : []),
		`.map((text) => text === "" ? ${source(empty)} : ${source(before)} + text)[0]`,
	].join('');

/** A field that takes several values, for `subtitle`: their words with commas between them, or the expression. */
export const shownList = (name: string, words: Readonly<Record<string, string>>): string =>
	[
		`[$parameter.toJSON().${name}].flat()`,
		`.map((value) => (${source(words)})[value] ?? String(value ?? "").replace(/^=/, "").trim())`,
		'.join(", ")',
	].join('');

/** A text while a field has a value, or else another expression. */
export const where = (name: string, value: string, text: string, otherwise: string): string =>
	`($parameter.toJSON().${name} === ${source(value)} ? ${source(text)} : (${otherwise}))`;

/** The words of the values that a field offers. */
export const optionLabels = ({ options = [] }: INodeProperties): Record<string, string> =>
	Object.fromEntries(
		options.flatMap((option) =>
			'value' in option ? [[String(option.value), option.name] as const] : [],
		),
	);

/** The agent that an operation acts for. */
export const ACTING_AGENT = shown('agentId', { empty: 'Agent of the credential' });

/** The agent that is acted on, where an inspector or an enquirer acts. */
export const OTHER_AGENT = shown('workNo', { empty: 'not given' });

/** Texts and fields, as n8n's expression: subtitle`Agent: ${OTHER_AGENT}`. */
export const subtitle = (texts: TemplateStringsArray, ...fields: string[]): string =>
	`={{ ${texts.flatMap((text, index) => [source(text), fields[index] ?? source('')]).join(' + ')} }}`;
