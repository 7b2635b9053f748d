/** Polling triggers on n8n's own engine, with n8n's handling of static data. */
import { Container } from '@n8n/di';
import { PollContext, TriggersAndPollers } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { CREDENTIAL_ID } from './nodeRunner';
import { prepare } from './n8n';

export interface PolledOptions {
	credential: ICredentialDataDecryptedObject;
	how?: WorkflowActivateMode;
	mode?: WorkflowExecuteMode;
	/** The stored static data of the workflow. */
	stored?: IDataObject;
	workflowId?: string;
}

/** A workflow with a polling trigger. */
export interface Polled {
	/** Polls once. Returns the fields of the items of the started execution, or undefined. */
	poll: () => Promise<IDataObject[] | undefined>;
	/** The static data that n8n would have after a restart. */
	stored: () => IDataObject;
	/** The messages of the failed executions. */
	failed: string[];
	log: string[];
}

/**
 * Activates a polling trigger like n8n: one context for all polls. n8n 1.123 and 2.41 store static data when a
 * poll emits.
 */
export async function polled(
	type: string,
	parameters: IDataObject,
	{ credential, how = 'activate', mode = 'trigger', stored = {}, workflowId = '' }: PolledOptions,
): Promise<Polled> {
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: `n8n-nodes-cc-gateway.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: { ccGatewayApi: { id: CREDENTIAL_ID, name: 'Gateway' } },
	};
	const flow = { nodes: [node], connections: {} };
	const { workflow, additionalData } = await prepare(flow, { [CREDENTIAL_ID]: credential });
	if (workflowId) workflow.id = workflowId;
	const failed: string[] = [];
	const log: string[] = [];
	let kept = JSON.stringify(stored);
	Object.assign(workflow.getStaticData('node', node), stored);
	const context = new PollContext(
		...([workflow, workflow.getNode('Trigger')!, additionalData, mode, how] as const),
		() => {},
		(error) => void failed.push(error.message),
	);
	const warn = (message: string): void => void log.push(message);
	const captureLog = Object.create(context, {
		logger: { value: { ...context.logger, warn } },
	}) as PollContext;
	return {
		failed,
		log,
		stored: () => JSON.parse(kept) as IDataObject,
		poll: async () => {
			const data: INodeExecutionData[][] | null = await Container.get(
				TriggersAndPollers,
			).runPollFunction(workflow, workflow.getNode('Trigger')!, captureLog);
			if (data === null) return undefined;
			kept = JSON.stringify(workflow.getStaticData('node', node));
			return data.flat().map(({ json }) => json);
		},
	};
}
