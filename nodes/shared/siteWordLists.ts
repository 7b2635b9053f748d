/** The dropdowns that show a site's own words. They never throw: without words they show the codes. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { BUSY_REASON_RANGE, NO_BUSY_REASON } from '../../gateway/values/siteCodes';
import { NO_REASON, readWords } from '../../gateway/values/settings';
import { labelOf, NO_WORDS, normalizeWord, type SiteWords } from '../../gateway/values/siteWords';
import { CREDENTIAL } from './session/credential';

async function words(
	context: ILoadOptionsFunctions,
	field: 'busyReasons' | 'customStatuses' | 'restReasons',
): Promise<SiteWords> {
	try {
		return readWords(await context.getCredentials(CREDENTIAL))[field];
	} catch {
		return NO_WORDS;
	}
}

/** No Reason, then the codes with a word in the site's order, then the codes without. */
export async function loadBusyReasons(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { entries } = await words(this, 'busyReasons');
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

/** Those of a site's words whose word or code holds the text that was typed. */
const search =
	(field: 'customStatuses' | 'restReasons') =>
	async (context: ILoadOptionsFunctions, filter: string): Promise<INodeListSearchResult> => {
		const { entries } = await words(context, field);
		const wanted = normalizeWord(filter);
		return {
			results: entries
				.map(({ code, word }) => ({ name: labelOf(code, word), value: code }))
				.filter(({ name }) => normalizeWord(name).includes(wanted)),
		};
	};

export async function searchCustomStatuses(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search('customStatuses')(this, filter);
}

export async function searchRestReasons(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search('restReasons')(this, filter);
}
