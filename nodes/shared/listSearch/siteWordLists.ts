/**
 * The lists that show a site's own words. They never throw: where there are no words, they say where they come from.
 */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { FIELD_LABELS } from '../../../gateway/values/credentialFields';
import { BUSY_REASON_RANGE, NO_BUSY_REASON } from '../../../gateway/values/siteCodes';
import { NO_REASON, readWords } from '../../../gateway/values/settings';
import {
	labelOf,
	NO_WORDS,
	normalizeWord,
	type SiteWords,
} from '../../../gateway/values/siteWords';
import { CREDENTIAL } from '../session/credential';

type WordField = 'busyReasons' | 'customStatuses' | 'restReasons';

/** A site's words, or undefined where they cannot be read. */
async function words(
	context: ILoadOptionsFunctions,
	field: WordField,
): Promise<SiteWords | undefined> {
	try {
		return readWords(await context.getCredentials(CREDENTIAL))[field];
	} catch {
		return undefined;
	}
}

interface Entry {
	name: string;
	value: number | string;
}

/** The entries with a word or code that holds the typed text. */
function search(entries: Entry[], filter: string): INodeListSearchResult {
	const wanted = normalizeWord(filter);
	return { results: entries.filter(({ name }) => normalizeWord(name).includes(wanted)) };
}

/** No Reason, then the codes with a word in the site's order, then the codes without. */
async function busyReasons(
	context: ILoadOptionsFunctions,
): Promise<Array<Entry & { value: number }>> {
	const { entries } = (await words(context, 'busyReasons')) ?? NO_WORDS;
	const named = new Map<number, string>();
	for (const { code, word } of entries) {
		const known = named.get(code);
		named.set(code, known === undefined ? word : `${known} / ${word}`);
	}
	const { min, max } = BUSY_REASON_RANGE;
	const unnamed = Array.from({ length: max - min + 1 }, (_, index) => min + index).filter(
		(code) => !named.has(code),
	);
	return [
		{ name: NO_REASON, value: NO_BUSY_REASON },
		...[...named].map(([code, word]) => ({ name: labelOf(code, word), value: code })),
		...unnamed.map((code) => ({ name: labelOf(code, 'Reason'), value: code })),
	];
}

/** For version 1 of Set Busy. */
export async function loadBusyReasons(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await busyReasons(this);
}

export async function searchBusyReasons(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return search(await busyReasons(this), filter);
}

/** An entry that chooses nothing: with its value, the field is empty as before. The editor cuts it after 55 letters. */
export const note = (name: string): INodeListSearchResult => ({ results: [{ name, value: '' }] });

/** A site's words for codes of which there are too many to list. */
async function searchWords(
	context: ILoadOptionsFunctions,
	field: WordField,
	filter: string,
): Promise<INodeListSearchResult> {
	const known = await words(context, field);
	const label = FIELD_LABELS[field];
	if (known === undefined) return note(`'${label}' in the credential cannot be read`);
	const { entries } = known;
	if (entries.length === 0) {
		return note(`No words yet: see '${label}' in the credential`);
	}
	return search(
		entries.map(({ code, word }) => ({ name: labelOf(code, word), value: code })),
		filter,
	);
}

export async function searchCustomStatuses(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchWords(this, 'customStatuses', filter);
}

export async function searchRestReasons(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchWords(this, 'restReasons', filter);
}
