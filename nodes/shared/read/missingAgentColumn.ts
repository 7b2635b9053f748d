import type { IExecuteFunctions } from 'n8n-workflow';
import type { OperationArguments, Operation } from './operation';
import { isLeftEmpty } from './parameters';
import { PreflightError } from './preflightError';

/**
 * The reason to refuse several items that leave the agent ID empty and would all do the same to the credential's agent:
 * a list of agents came in, and its column was forgotten. Applies only where doing it twice equals doing it once and
 * the agent is the one whose state is set: the same sender, inspector or enquirer for all items is normal.
 * @param validItems the items, as they were read
 */
export function missingAgentColumn<A extends OperationArguments>(
	context: IExecuteFunctions,
	{ request, recipients }: Operation<A>,
	validItems: ReadonlyArray<{ args: A } | PreflightError>,
): PreflightError | undefined {
	if (recipients !== undefined || !isLeftEmpty(context.getNode().parameters.agentId)) {
		return undefined;
	}
	const requests = validItems.flatMap((item) =>
		item instanceof PreflightError ? [] : [request(item.args)],
	);
	const [first] = requests;
	if (first?.effect !== 'idempotent' || first.target !== undefined || requests.length < 2) {
		return undefined;
	}
	const same = JSON.stringify(first);
	if (requests.some((other) => JSON.stringify(other) !== same)) return undefined;
	return new PreflightError(
		`Agent ID is empty, but ${validItems.length} items came in`,
		"Drag the column with the agents into the field 'Agent ID'. For the agent of the credential, switch on 'Execute Once' in the settings of this node.",
		{},
	);
}
