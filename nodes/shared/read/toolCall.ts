import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ExecutionMode } from './executionMode';
import { PreflightError } from './preflightError';

/** The reason why a model's call of this node must not be run; undefined if it may. */
export function unsafeToolCall(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	{
		calledAsFunction,
		outputDiscarded,
	}: Pick<ExecutionMode, 'calledAsFunction' | 'outputDiscarded'>,
): PreflightError | undefined {
	if (outputDiscarded) {
		return new PreflightError(
			"n8n does not tell the model what this tool has done while the tool's setting 'On Error' is 'Continue (using error output)'",
			'Choose another setting, or delete the tool and add it again.',
			{},
		);
	}
	if (calledAsFunction && items.some(({ json }, index) => isMixedUp(context, json, index))) {
		return new PreflightError(
			'n8n mixed up this call of the tool with another one in progress',
			"In the AI Agent node, set 'Batch Size' to 1, or take a newer version of the node.",
			{},
		);
	}
	return undefined;
}

/**
 * Tests whether `$fromAI` yields what the model gave for another call. n8n finds its values by the run index of the
 * tool, and tools that it made before the first of them was called, as for a batch of items, count from the same one.
 */
function isMixedUp(context: IExecuteFunctions, given: IDataObject, item: number): boolean {
	const fromModel = context.getWorkflowDataProxy(item).$fromAI as
		((name: string) => unknown) | undefined;
	if (fromModel === undefined) return false;
	// As in n8n: values may be in an object of their own.
	const { query } = given;
	const values = { ...given, ...(typeof query === 'object' ? query : {}) };
	return Object.entries(values).some(([name, value]) => {
		try {
			return JSON.stringify(fromModel(name) ?? null) !== JSON.stringify(value ?? null);
		} catch {
			// Not a name that a parameter could ask for.
			return false;
		}
	});
}
