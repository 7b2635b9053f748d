import type { INodeProperties } from 'n8n-workflow';

/** The parts in which such fields differ. */
type Own = Pick<INodeProperties, 'displayName' | 'name' | 'description'> &
	Partial<Pick<INodeProperties, 'default' | 'required' | 'displayOptions'>>;

interface Ways {
	/** The node's method that finds the site's words. */
	list: string;
	/** The text of the list while nothing is chosen. */
	choose: string;
	/** A code that is allowed. */
	example: number;
	/** The codes that are allowed: "A code from 0 to 65534". */
	range: string;
}

/**
 * A field for a code that a site has words for: chosen from the list of the words, or given by code or word. It is a
 * resource locator, so that a language model can fill it, which n8n does not offer for a plain dropdown.
 */
export const siteCodeField = (
	field: Own,
	{ list, choose, example, range }: Ways,
): INodeProperties => ({
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	...field,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: choose,
			typeOptions: { searchListMethod: list, searchable: true },
		},
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: `e.g. ${example}`,
			hint: `${range}, or the word that the credential gives it`,
		},
	],
});
