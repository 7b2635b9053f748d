import type { IExecuteFunctions, IPollFunctions, ITriggerFunctions } from 'n8n-workflow';
import { COMMON_OPTIONS } from '../read/options';

/** n8n's context of a request: a node that runs, or a trigger. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ITriggerFunctions;

/** The context of requests, and the signal that cancels them. */
export interface RequestContext<C extends NodeContext = NodeContext> {
	context: C;
	/** Aborted when the run is cancelled, or the trigger is closed. */
	signal: AbortSignal | undefined;
	/** Remedy for a request without an answer in time, where people can raise the limit: a sentence. */
	raiseTimeout?: string;
}

/** The request context of a run. */
export const requestContextOf = (
	context: IExecuteFunctions,
): RequestContext<IExecuteFunctions> => ({
	context,
	signal: context.getExecutionCancelSignal(),
	raiseTimeout: `If the gateway is slow, raise the option '${COMMON_OPTIONS.timeout.field.displayName}'.`,
});
