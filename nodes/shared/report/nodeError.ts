import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Verdict } from '../../../gateway/answer/outcome';
import { escapeHtml } from '../../../gateway/values/redact';
import { PreflightError } from '../read/preflightError';

export type NodeError = NodeApiError | NodeOperationError;

/** An error that keeps its message: n8n would rewrite messages that hold words such as EEXIST. */
export function nodeError(
	node: INode,
	message: string,
	options: { description: string; itemIndex?: number },
	verdict?: Verdict,
): NodeError {
	const error =
		verdict === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(
					node,
					{ outcome: verdict.outcome, retcode: verdict.retcode },
					{ ...options, message },
				);
	error.message = message;
	return error;
}

/**
 * The error that n8n shows for a trigger that cannot start.
 * @param otherwise the message for an unexpected error, a sentence without a period
 */
export function triggerError(node: INode, error: unknown, otherwise: string): NodeError {
	const { message, remedy } =
		error instanceof PreflightError ? error : { message: otherwise, remedy: 'Try again.' };
	return nodeError(node, message, { description: escapeHtml(remedy) });
}
