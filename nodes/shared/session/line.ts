import type { IExecuteFunctions } from 'n8n-workflow';

/** By what a run sends its requests, and what cancels them. */
export interface Line {
	context: IExecuteFunctions;
	/** Aborted when the run is cancelled. */
	cancel: AbortSignal | undefined;
}

export const lineOf = (context: IExecuteFunctions): Line => ({
	context,
	cancel: context.getExecutionCancelSignal(),
});
