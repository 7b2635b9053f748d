/** A phrase with a capital letter at its start, for the start of a sentence. */
export const capitalize = (phrase: string): string =>
	phrase.charAt(0).toUpperCase() + phrase.slice(1);
