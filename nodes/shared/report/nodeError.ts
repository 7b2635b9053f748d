import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Verdict } from '../../../gateway/answer/outcome';

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
