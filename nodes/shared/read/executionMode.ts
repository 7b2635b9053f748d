import type { IExecuteFunctions } from 'n8n-workflow';

/** The way in which n8n runs the node, apart from its parameters. */
export interface ExecutionMode {
	/** True if a language model runs it as its tool. */
	asTool: boolean;
	/**
	 * True if the first failed item ends the run with an error. Never as a tool: n8n gives every try of 'Retry On Fail'
	 * a new run index there, so what an earlier try has sent is not known, and the model receives only the message of
	 * an error.
	 */
	stopAtFailure: boolean;
	/** True if failed items leave by an output of their own. */
	errorOutput: boolean;
	/** True if an agent calls it as a function within the agent's own run; `asTool` is true then as well. */
	calledAsFunction: boolean;
	/** True if n8n discards the node's output, so that the model receives only the message of an error. */
	outputDiscarded: boolean;
	/** True once the execution was cancelled. */
	cancelled: () => boolean;
	/** Aborted when the execution is cancelled. */
	signal: AbortSignal | undefined;
}

/**
 * Called once per run. The agents of n8n run tools in two ways: as a function, which `isToolExecution` reports, or,
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
