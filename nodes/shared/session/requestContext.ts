import type { IExecuteFunctions, ITriggerFunctions } from 'n8n-workflow';

/** By whom n8n sends a request: a node that runs, or a trigger. */
export type Caller = IExecuteFunctions | ITriggerFunctions;

/** By what requests are sent, and what cancels them. */
export interface Line<C extends Caller = Caller> {
	context: C;
	/** Aborted when the run is cancelled, or the trigger is closed. */
	signal: AbortSignal | undefined;
}

/** The line of a run. */
export const lineOf = (context: IExecuteFunctions): Line<IExecuteFunctions> => ({
	context,
	signal: context.getExecutionCancelSignal(),
});
