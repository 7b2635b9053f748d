/** The fields of nodes that put an agent on a rest. */
import type { INodeProperties } from 'n8n-workflow';
import { REST_MINUTES_RANGE } from '../../../gateway/values/rest';
import { siteCodeField } from './siteCodeField';
import { shown } from './subtitle';

/** The length of the rest; the gateway counts in seconds. */
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

/** @param range the codes that are allowed: "A code from 0 to 255" */
export const restReasonField = (
	field: Pick<INodeProperties, 'required' | 'description'>,
	range: string,
): INodeProperties =>
	siteCodeField(
		{ displayName: 'Rest Reason', name: 'restcause', ...field },
		{ list: 'searchRestReasons', choose: 'Choose a reason', example: 1, range },
	);

/** The reason for a node's subtitle, if there is one. */
export const REST_REASON = shown('restcause', { before: ', ', code: 'reason', words: { '0': '' } });
