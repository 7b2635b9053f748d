import type { IDataObject } from 'n8n-workflow';
import { mediaTypeName } from '../../../gateway/values/mediaTypes';
import type { Settings } from '../../../gateway/values/settings';
import { type SiteWords, wordOf } from '../../../gateway/values/siteWords';

/** The word for a code, in the site's words or the documents'; null if there is none. */
type WordFor = (code: unknown, settings: Settings) => string | null;

const siteWord =
	(siteWordsOf: (settings: Settings) => SiteWords): WordFor =>
	(code, settings) =>
		typeof code === 'number' ? wordOf(siteWordsOf(settings), code) : null;

/** By parameter that holds a code: the field beside it, and the source of its word. */
const NAMES: Readonly<Record<string, readonly [name: string, wordFor: WordFor]>> = {
	reason: ['reasonName', siteWord(({ busyReasons }) => busyReasons)],
	customstate: ['customStatusName', siteWord(({ customStatuses }) => customStatuses)],
	restcause: ['restReasonName', siteWord(({ restReasons }) => restReasons)],
	mediaType: ['mediaTypeName', mediaTypeName],
};

/** The fields that may stand beside parameters. */
export const namesBeside = (parameters: readonly string[]): string[] =>
	parameters.flatMap((parameter) => NAMES[parameter]?.[0] ?? []);

/**
 * Adds to the arguments the word beside each code that has one.
 * @param settings undefined if the site's words are not known
 */
export function withLabels(args: object, settings: Settings | undefined): IDataObject {
	const fields: IDataObject = {};
	for (const [parameter, value] of Object.entries(args as IDataObject)) {
		fields[parameter] = value;
		const [name, wordFor] = NAMES[parameter] ?? [];
		const word = settings && wordFor?.(value, settings);
		if (name !== undefined && typeof word === 'string') fields[name] = word;
	}
	return fields;
}
