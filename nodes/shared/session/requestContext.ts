import type { IExecuteFunctions, IPollFunctions, ITriggerFunctions } from 'n8n-workflow';

/** By whom n8n sends a request: a node that runs, or a trigger. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ITriggerFunctions;

/** By what requests are sent, and what cancels them. */
export interface RequestContext<C extends NodeContext = NodeContext> {
	context: C;
	/** Aborted when the run is cancelled, or the trigger is closed. */
	signal: AbortSignal | undefined;
}

/** The request context of a run. */
export const requestContextOf = (
	context: IExecuteFunctions,
): RequestContext<IExecuteFunctions> => ({
	context,
	signal: context.getExecutionCancelSignal(),
});
