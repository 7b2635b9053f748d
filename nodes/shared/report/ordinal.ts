/** Places of items in words: n8n counts from 0, people from 1. */

const WORDS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** A place as people count: "third", "21st". @param place 1 or more */
export function ordinal(place: number): string {
	const word = WORDS[place - 1];
	if (word !== undefined) return word;
	const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
	return `${place}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(place)] ?? 'th'}`;
}

/** An item, where n8n shows its own number as well: "item index 2 (the third)". @param index from 0 */
export const itemIndex = (index: number): string =>
	`item index ${index} (the ${ordinal(index + 1)})`;
