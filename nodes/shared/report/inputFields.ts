import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OUTCOMES } from '../../../gateway/answer/outcome';
import type { Redact } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import { namesBeside } from './withLabels';
import { redactYielding } from './redactYielding';

/** The fields of a report by a node of this package. */
const REPORT_FIELDS = [
	...['outcome', 'retcode', 'message', 'result', 'recipients', 'recipient'],
	...['dryRun', 'request', 'requests', 'sentEarlier'],
	...['state', 'stateCode', 'isWorking', 'reached'],
];

/** Tests whether an item is the report of a node of this package: a column that is called `outcome` is not enough. */
function isReport(json: IDataObject): boolean {
	const { outcome, dryRun } = json;
	if (!OUTCOMES.some((known) => known === outcome)) return false;
	const answer = 'retcode' in json && 'message' in json;
	return answer || (dryRun === true && ('request' in json || 'requests' in json));
}

/** Options for keeping input fields. */
export interface InputFieldOptions {
	settings: Settings;
	/** The names of this node's parameters. */
	parameters: readonly string[];
	/** Redacts the secrets that the item must not show. */
	redact: Redact;
}

/**
 * The fields of an input item, for the output of a node. Left out: the Guid, an earlier error, and the report of an
 * earlier node of this package, which must not be taken for the report of this one.
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
	return redactYielding(fields, redact);
}
