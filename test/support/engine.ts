/** Runs workflows on n8n's own engine. Used by the engine tests and the demo. */
import { type Flow, prepare } from './n8n';
import { WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IRun,
	ITaskData,
} from 'n8n-workflow';

export type { Flow };

export interface ExecuteOptions {
	/** Credential ID to its fields. */
	credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Items that stand in for what a node would yield, as pinned data does in the editor. */
	pinData?: Record<string, IDataObject[]>;
	/** Where the execution starts; default: the first trigger. */
	start?: string;
	/** Is handed a function that cancels the execution. */
	onStart?: (cancel: () => void) => void;
}

export interface Execution {
	run: IRun;
	/** The error that ended the execution, if one did. */
	error: Error | undefined;
	/** The items of a node's output (0 is the success branch, 1 the error branch) in its last run. */
	output: (node: string, branch?: number) => INodeExecutionData[];
	/** The same, without pairing: only the fields. */
	json: (node: string, branch?: number) => IDataObject[];
	/** Every run of a node. */
	runs: (node: string) => ITaskData[];
	credentialReads: number;
}

/** Runs a workflow to its end. */
export async function execute(flow: Flow, options: ExecuteOptions = {}): Promise<Execution> {
	const { workflow, additionalData, credentialReads } = await prepare(flow, options.credentials);
	const startName =
		options.start ??
		flow.nodes.find((node) => /trigger$/i.test(node.type))?.name ??
		flow.nodes[0]?.name ??
		'';
	const startNode = workflow.getNode(startName);
	if (!startNode) throw new Error(`The workflow has no node ${startName}`);

	const pinData = Object.fromEntries(
		Object.entries(options.pinData ?? {}).map(([node, rows]) => [
			node,
			rows.map((json) => ({ json })),
		]),
	);
	const execution = new WorkflowExecute(additionalData, 'manual').run({
		workflow,
		startNode,
		pinData,
	});
	options.onStart?.(() => execution.cancel());
	const run = await execution;

	const runs = (node: string) => run.data.resultData.runData[node] ?? [];
	const output = (node: string, branch = 0) => runs(node).at(-1)?.data?.main?.[branch] ?? [];
	return {
		run,
		error: run.data.resultData.error,
		runs,
		output,
		json: (node, branch) => output(node, branch).map(({ json }) => json),
		credentialReads: credentialReads(),
	};
}
