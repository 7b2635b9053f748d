import type { IExecuteFunctions } from 'n8n-workflow';

/** How n8n runs the node, apart from its parameters. */
export interface Manner {
	/** Whether a language model runs it as its tool. */
	asTool: boolean;
	/**
	 * Whether the first failed item ends the run with an error. Never as a tool: n8n gives every try of 'Retry On
	 * Fail' a new run index there, so what an earlier try has sent is not known, and the model is told no more of
	 * an error than its message.
	 */
	stopAtFailure: boolean;
	/** Whether failed items leave by an output of their own. */
	errorOutput: boolean;
	/** Whether the execution was cancelled by now. */
	cancelled: () => boolean;
	/** Aborted when the execution is cancelled. */
	cancel: AbortSignal | undefined;
}

/**
 * The agents of n8n run tools in two ways: as a tool, which `isToolExecution` tells, or, from version 3 of the
 * AI Agent node on, as a node of the workflow whose type is that of its tool variant.
 */
const runsAsTool = (context: IExecuteFunctions): boolean =>
	// Older versions of n8n lack it.
	(context.isToolExecution?.() ?? false) || context.getNode().type.endsWith('Tool');

/** Asked once per run. */
export function mannerOf(context: IExecuteFunctions): Manner {
	const asTool = runsAsTool(context);
	const cancel = context.getExecutionCancelSignal();
	return {
		asTool,
		stopAtFailure: !asTool && !context.continueOnFail(),
		errorOutput: !asTool && context.getNode().onError === 'continueErrorOutput',
		cancelled: () => cancel?.aborted ?? false,
		cancel,
	};
}
