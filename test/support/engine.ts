/** Runs workflows on n8n's own engine. Used by the engine tests and the demo. */
import { type DataTable, dataTableProvider } from './dataTables';
import { type Flow, type Prepared, prepare } from './n8n';
import { parse, stringify } from 'flatted';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export type { Flow };

export interface ExecuteOptions {
	/** Credential ID to its fields. */
	credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Items that replace the output of a node, like pinned data in the editor. */
	pinData?: Record<string, IDataObject[]>;
	/** The node at which the execution starts; default: the first trigger. */
	start?: string;
	/** Additional node types of a test, by type name. */
	nodeTypes?: Readonly<Record<string, INodeType>>;
	/** True if its trigger starts it; default: started by hand. */
	scheduled?: boolean;
	/** The static data of the workflow; changed in place. */
	staticData?: IDataObject;
	/** The Data Tables, by their names. */
	dataTables?: Readonly<Record<string, DataTable>>;
	/** Called with a function that cancels the execution. */
	onStart?: (cancel: () => void) => void;
}

export interface Execution {
	run: IRun;
	/** The error that ended the execution, if any. */
	error: Error | undefined;
	/** The items of a node's output (0 is the success branch, 1 the error branch) in its last run. */
	output: (node: string, branch?: number) => INodeExecutionData[];
	/** The fields of these items. */
	json: (node: string, branch?: number) => IDataObject[];
	/** All runs of a node. */
	runs: (node: string) => ITaskData[];
	credentialReads: number;
}

/** Runs a workflow to its end. */
export async function execute(flow: Flow, options: ExecuteOptions = {}): Promise<Execution> {
	const prepared = await prepare(flow, options.credentials, options.nodeTypes);
	Object.assign(prepared.additionalData, subWorkflows(options));
	if (options.dataTables) {
		const dataTableProxyProvider = dataTableProvider(options.dataTables);
		prepared.additionalData['data-table'] = { dataTableProxyProvider };
	}
	const startName =
		options.start ??
		flow.nodes.find((node) => /trigger$/i.test(node.type))?.name ??
		flow.nodes[0]?.name ??
		'';
	const startNode = prepared.workflow.getNode(startName);
	if (!startNode) throw new Error(`The workflow has no node ${startName}`);

	const pinData = Object.fromEntries(
		Object.entries(options.pinData ?? {}).map(([node, rows]) => [
			node,
			rows.map((json) => ({ json })),
		]),
	);
	const { workflow, additionalData } = prepared;
	Object.assign(workflow.staticData, structuredClone(options.staticData));
	const mode = options.scheduled ? 'trigger' : 'manual';
	const running = new WorkflowExecute(additionalData, mode).run({ workflow, startNode, pinData });
	options.onStart?.(() => running.cancel());
	const run = await running;
	if (options.staticData) {
		Object.assign(options.staticData, JSON.parse(JSON.stringify(workflow.staticData)));
	}
	return executionOf(prepared, run);
}

/** Runs sub-workflows like n8n's server: each in its own execution, starting at its trigger. */
function subWorkflows(
	options: ExecuteOptions,
): Pick<IWorkflowExecuteAdditionalData, 'executeWorkflow' | 'getRunExecutionData'> {
	const executions: IRun[] = [];
	return {
		executeWorkflow: async ({ code }, _additionalData, { inputData = [{ json: {} }] }) => {
			if (code === undefined) throw new Error('This test bench knows no workflow by its ID');
			const prepared = await prepare(code, options.credentials, options.nodeTypes);
			const { additionalData, workflow } = prepared;
			Object.assign(additionalData, subWorkflows(options));
			const node = code.nodes.find(({ type }) => type.endsWith('.executeWorkflowTrigger'));
			if (node === undefined) throw new Error('The sub-workflow has no trigger');
			const data = createRunExecutionData({
				executionData: {
					nodeExecutionStack: [{ node, data: { main: [inputData] }, source: null }],
				},
			});
			const running = new WorkflowExecute(additionalData, 'integrated', data);
			const { run, error, runs } = executionOf(
				prepared,
				await running.processRunExecutionData(workflow),
			);
			if (error) throw error;
			const { lastNodeExecuted = '' } = run.data.resultData;
			return {
				executionId: String(executions.push(run) - 1),
				data: runs(lastNodeExecuted).at(-1)?.data?.main ?? [],
			};
		},
		getRunExecutionData: async (id) => executions[Number(id)]?.data,
	};
}

/**
 * "Retry" in the list of executions: continues a stored execution at the failed node, as a new
 * execution.
 */
export async function retry(
	{ run }: Execution,
	flow: Flow,
	options: Pick<ExecuteOptions, 'credentials'>,
): Promise<Execution> {
	const prepared = await prepare(flow, options.credentials);
	// Serialized and parsed, as by n8n's database.
	const data = parse(stringify(run.data)) as typeof run.data;
	const { lastNodeExecuted = '', runData } = data.resultData;
	delete data.resultData.error;
	if (runData[lastNodeExecuted]?.at(-1)?.error) runData[lastNodeExecuted]?.pop();
	const { workflow, additionalData } = prepared;
	// With the workflow as currently saved.
	for (const waiting of data.executionData?.nodeExecutionStack ?? []) {
		waiting.node = workflow.getNode(waiting.node.name) ?? waiting.node;
	}
	const running = new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(
		workflow,
	);
	return executionOf(prepared, await running);
}

/** Continues a waiting execution, as n8n does at its time. */
export async function resume(
	{ run }: Execution,
	flow: Flow,
	options: Pick<ExecuteOptions, 'credentials'>,
): Promise<Execution> {
	const prepared = await prepare(flow, options.credentials);
	const data = parse(stringify(run.data)) as typeof run.data;
	const { workflow, additionalData } = prepared;
	const running = new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(
		workflow,
	);
	return executionOf(prepared, await running);
}

function executionOf({ credentialReads }: Prepared, run: IRun): Execution {
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
