/** Triggers on n8n's own engine: begun, tested and closed by n8n-core, with one execution per event as its server has it. */
import { Container } from '@n8n/di';
import { type Flow, prepare } from './n8n';
import { TriggerContext, TriggersAndPollers, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ExecutionError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { CREDENTIAL_ID } from './nodeRunner';
import { TRIGGER } from './triggerFlow';

/** A published workflow. */
export interface Active {
	/** What its trigger has emitted so far, one per execution. */
	emitted: IDataObject[];
	/** When, in ms of `performance.now()`. */
	emittedAt: number[];
	/** What its trigger has written to n8n's log. */
	log: string[];
	/** The failed executions that its trigger has recorded. */
	failures: ExecutionError[];
	/** The executions that were started; only where other nodes follow. */
	runs: Array<Promise<IRun>>;
	/** Unpublishes it. */
	close: () => Promise<void>;
}

export interface ActivateOptions {
	credential: ICredentialDataDecryptedObject;
	/** How it comes to be activated; by default somebody publishes it. */
	how?: WorkflowActivateMode;
	credentialId?: string;
	/** Whether n8n can record failed executions of a trigger, which old ones cannot. */
	savesFailures?: boolean;
}

/** Publishes a workflow. */
export async function activate(flow: Flow, options: ActivateOptions): Promise<Active> {
	const {
		credential,
		how = 'activate',
		credentialId = CREDENTIAL_ID,
		savesFailures = true,
	} = options;
	// As on n8n 1.123.
	const noSuchFunction = null as never;
	const credentials = { [credentialId]: credential };
	for (const node of flow.nodes) {
		if (node.credentials)
			node.credentials = { ccGatewayApi: { id: credentialId, name: 'Gateway' } };
	}
	const { workflow, additionalData } = await prepare(flow, credentials);
	const active: Active = {
		...{ emitted: [], emittedAt: [], log: [], failures: [], runs: [] },
		close: async () => {},
	};
	const start = async (node: INode, data: INodeExecutionData[][]): Promise<IRun> => {
		const fresh = await prepare(flow, credentials);
		const runData = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] },
		});
		return await new WorkflowExecute(
			fresh.additionalData,
			'trigger',
			runData,
		).processRunExecutionData(fresh.workflow);
	};
	const emit = (node: INode, data: INodeExecutionData[][]): void => {
		for (const { json } of data.flat()) active.emitted.push(json);
		active.emittedAt.push(performance.now());
		if (flow.nodes.length > 1) active.runs.push(start(node, data));
	};
	const response = await Container.get(TriggersAndPollers).runTriggerFunction(
		workflow,
		workflow.getNode(TRIGGER)!,
		(ofWorkflow, node, data, mode, activation) => {
			const context = new TriggerContext(
				...([ofWorkflow, node, data, mode, activation] as const),
				(items) => emit(node, items),
				undefined,
				savesFailures ? (error) => void active.failures.push(error) : noSuchFunction,
			);
			return captureLog(context, active.log);
		},
		additionalData,
		'trigger',
		how,
	);
	active.close = async () => await response?.closeFunction?.();
	return active;
}

/** Writes down what a trigger logs. */
function captureLog(context: TriggerContext, log: string[]): TriggerContext {
	const { logger } = context;
	const warn = (message: string): void => void log.push(message);
	return Object.create(context, { logger: { value: { ...logger, warn } } }) as TriggerContext;
}
