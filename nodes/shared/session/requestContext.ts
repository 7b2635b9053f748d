import type { IExecuteFunctions, IPollFunctions, ITriggerFunctions } from 'n8n-workflow';

/** n8n's context of a request: a node that runs, or a trigger. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ITriggerFunctions;

/** The context of requests, and the signal that cancels them. */
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
