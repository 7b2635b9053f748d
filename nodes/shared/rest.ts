/** The fields of nodes that let an agent rest. */
import type { INodeProperties } from 'n8n-workflow';
import { REST_MINUTES_RANGE } from '../../gateway/values/rest';
import { shown } from './subtitle';

/** How long; the gateway counts in seconds. */
export const minutesField = (): INodeProperties => ({
	displayName: 'Minutes',
	name: 'minutes',
	type: 'number',
	typeOptions: { minValue: REST_MINUTES_RANGE.min, maxValue: REST_MINUTES_RANGE.max },
	default: 15,
	required: true,
	description:
		'How long the rest lasts, a whole number of minutes from 1 to 1439. When it is over, the agent is only reminded.',
});

/** @param range a clause about what is allowed, for a description and for the hint of the code */
export const restReasonField = (
	field: Pick<INodeProperties, 'required' | 'description'>,
	range: string,
): INodeProperties => ({
	displayName: 'Rest Reason',
	name: 'restcause',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	...field,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a reason',
			typeOptions: { searchListMethod: 'searchRestReasons', searchable: true },
		},
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 1',
			hint: `${range}, or the word that the credential gives it`,
		},
	],
});

/** The reason under a node, if there is one. */
export const REST_REASON = shown('restcause', { before: ', ', code: 'reason', words: { '0': '' } });
