/** Triggers on n8n's own engine: started, tested and closed by n8n-core, with one execution per event. */
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
	/** The output of its trigger so far, one per execution. */
	emitted: IDataObject[];
	/** Times of these outputs, in ms of `performance.now()`. */
	emittedAt: number[];
	/** Lines of its trigger in n8n's log. */
	log: string[];
	/** The failed executions recorded by its trigger. */
	failures: ExecutionError[];
	/** The started executions; only if other nodes follow the trigger. */
	runs: Array<Promise<IRun>>;
	/** Unpublishes it. */
	close: () => Promise<void>;
}

export interface ActivateOptions {
	credential: ICredentialDataDecryptedObject;
	/** Mode of the activation; default: publishing. */
	how?: WorkflowActivateMode;
	credentialId?: string;
	/** False for an old n8n, which cannot record failed executions of a trigger. */
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
	// Like n8n 1.123.
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

/** Captures the log of a trigger. */
function captureLog(context: TriggerContext, log: string[]): TriggerContext {
	const { logger } = context;
	const warn = (message: string): void => void log.push(message);
	return Object.create(context, { logger: { value: { ...logger, warn } } }) as TriggerContext;
}
