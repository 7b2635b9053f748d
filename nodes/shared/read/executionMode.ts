import type { IExecuteFunctions } from 'n8n-workflow';

/** How n8n runs the node, apart from its parameters. */
export interface ExecutionMode {
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
	/** Whether an agent calls it as a function within the agent's own run; if so, `asTool` as well. */
	calledAsFunction: boolean;
	/** Whether n8n loses whatever the node returns, so that the model is told the message of an error only. */
	outputDiscarded: boolean;
	/** Whether the execution was cancelled by now. */
	cancelled: () => boolean;
	/** Aborted when the execution is cancelled. */
	signal: AbortSignal | undefined;
}

/**
 * Asked once per run. The agents of n8n run tools in two ways: as a function, which `isToolExecution` tells, or,
 * from version 3 of the AI Agent node on, as a node of the workflow whose type is that of its tool variant.
 */
export function executionModeOf(context: IExecuteFunctions): ExecutionMode {
	const { type, onError } = context.getNode();
	// Older versions of n8n lack it.
	const calledAsFunction = context.isToolExecution?.() ?? false;
	const asTool = calledAsFunction || type.endsWith('Tool');
	const errorOutput = onError === 'continueErrorOutput';
	const signal = context.getExecutionCancelSignal();
	return {
		asTool,
		stopAtFailure: !asTool && !context.continueOnFail(),
		errorOutput: errorOutput && !asTool,
		calledAsFunction,
		// n8n puts its list of failed items in the place of a tool's only output.
		outputDiscarded: errorOutput && asTool && !calledAsFunction,
		cancelled: () => signal?.aborted ?? false,
		signal,
	};
}
