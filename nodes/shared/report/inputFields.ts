import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OUTCOMES } from '../../../gateway/answer/outcome';
import type { Redact } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import { namesBeside } from './withLabels';
import { redactInTurns } from './redactInTurns';

/** What a node of this package reports. */
const REPORT_FIELDS = [
	...['outcome', 'retcode', 'message', 'result', 'recipients', 'recipient'],
	...['dryRun', 'request', 'requests', 'sentEarlier'],
	...['state', 'stateCode', 'isWorking', 'reached'],
];

/** Whether an item is the report of a node of this package: a column that is called `outcome` is not enough. */
function isReport(json: IDataObject): boolean {
	const { outcome, dryRun } = json;
	if (!OUTCOMES.some((known) => known === outcome)) return false;
	const answer = 'retcode' in json && 'message' in json;
	return answer || (dryRun === true && ('request' in json || 'requests' in json));
}

/** What keeping needs to know of a run. */
export interface InputFieldOptions {
	settings: Settings;
	/** The names of this node's parameters. */
	parameters: readonly string[];
	/** Takes the secrets out that the item must not show. */
	redact: Redact;
}

/**
 * The fields of an input item, for the output of a node. Left out: the Guid, an error of old, and what an earlier
 * node of this package has reported, which must not be taken for the report of this one.
 */
export function inputFields(
	item: INodeExecutionData,
	{ settings: { authentication }, parameters, redact }: InputFieldOptions,
): IDataObject | Promise<IDataObject> {
	const fields = { ...item.json };
	// An `error` left over in the first item would make n8n's 'Retry On Fail' run the whole node again.
	delete fields.error;
	if (isReport(item.json)) {
		const own = [...parameters, ...namesBeside(parameters)];
		for (const name of [...REPORT_FIELDS, ...own]) delete fields[name];
	}
	if (authentication.mode === 'guidPerItem') delete fields[authentication.guidField];
	return redactInTurns(fields, redact);
}
