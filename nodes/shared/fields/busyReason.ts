/** The field for a busy reason: as version 1 of Set Busy has it, and as later versions have it. */
import type { INodeProperties } from 'n8n-workflow';
import { NO_REASON } from '../../../gateway/values/settings';
import { NO_BUSY_REASON } from '../../../gateway/values/siteCodes';
import { codeOrWord } from './forms';
import { siteCodeField } from './siteCodeField';

/** Saved workflows hold a plain value: the editor would not know how to show it in another kind of field. */
const REASON_OF_VERSION_1: INodeProperties = {
	displayName: 'Busy Reason Name or ID',
	name: 'reason',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'loadBusyReasons' },
	displayOptions: { show: { '@version': [1] } },
	// An expression may yield a word; the editor must not call that an unknown value.
	allowArbitraryValues: true,
	default: NO_BUSY_REASON,
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: "Your site's words come from the credential; an expression may give a word instead of its code",
};

const REASON = siteCodeField(
	{
		displayName: 'Busy Reason',
		name: 'reason',
		displayOptions: { hide: { '@version': [1] } },
		default: { mode: 'list', value: NO_BUSY_REASON, cachedResultName: NO_REASON },
		description: `Why the agent is busy: 0 for no reason, ${codeOrWord('a code from 200 to 250')}`,
	},
	{
		list: 'searchBusyReasons',
		choose: 'Choose a reason',
		example: 201,
		range: 'A code from 200 to 250, 0 for no reason',
	},
);

/** The fields of all versions; n8n shows one of them. */
export const BUSY_REASONS = [REASON_OF_VERSION_1, REASON];

/** The field that a node of this version has. */
export const busyReasonOf = (typeVersion: number): INodeProperties =>
	typeVersion === 1 ? REASON_OF_VERSION_1 : REASON;
