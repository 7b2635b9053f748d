/**
 * n8n's own engine with the built package, as close to the real n8n as possible without its server and
 * database: node types, credentials, and the data that every execution needs.
 */
import './environment';
import 'reflect-metadata';
import { join } from 'node:path';
import { CallingAgent, toolVariantOf } from './aiAgent';
import { startRunnerTask } from './codeRunner';
import { CredentialsHelper } from './credentialsHelper';
import { ExecutionLifecycleHooks, PackageDirectoryLoader } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { checkBuilt } from './built';

const ROOT = join(__dirname, '..', '..');
const OWN_PACKAGE = 'n8n-nodes-cc-gateway';
const CREDENTIAL = 'ccGatewayApi';

/** The type of a node that calls its tool as n8n's AI Agent does. */
export const CALLING_AGENT = 'test.callingAgent';

/** Loads the package as n8n does, from package.json and dist/. */
export async function loadPackage(directory = ROOT): Promise<PackageDirectoryLoader> {
	if (directory === ROOT) checkBuilt(ROOT);
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	return loader;
}

/** n8n's own nodes used by workflows and tests: file by type name. */
const BASE_NODES: Readonly<Record<string, string>> = {
	aggregate: 'Transform/Aggregate/Aggregate.node',
	code: 'Code/Code.node',
	dataTable: 'DataTable/DataTable.node',
	dateTime: 'DateTime/DateTime.node',
	executeWorkflow: 'ExecuteWorkflow/ExecuteWorkflow/ExecuteWorkflow.node',
	executeWorkflowTrigger: 'ExecuteWorkflow/ExecuteWorkflowTrigger/ExecuteWorkflowTrigger.node',
	filter: 'Filter/Filter.node',
	httpRequest: 'HttpRequest/HttpRequest.node',
	if: 'If/If.node',
	manualTrigger: 'ManualTrigger/ManualTrigger.node',
	merge: 'Merge/Merge.node',
	noOp: 'NoOp/NoOp.node',
	respondToWebhook: 'RespondToWebhook/RespondToWebhook.node',
	scheduleTrigger: 'Schedule/ScheduleTrigger.node',
	set: 'Set/Set.node',
	splitInBatches: 'SplitInBatches/SplitInBatches.node',
	splitOut: 'Transform/SplitOut/SplitOut.node',
	stickyNote: 'StickyNote/StickyNote.node',
	stopAndError: 'StopAndError/StopAndError.node',
	switch: 'Switch/Switch.node',
	wait: 'Wait/Wait.node',
	webhook: 'Webhook/Webhook.node',
};

type NodeClass = new () => INodeType | IVersionedNodeType;

class NodeTypes implements INodeTypes {
	private readonly loaded = new Map<string, INodeType | IVersionedNodeType>();

	constructor(own: PackageDirectoryLoader, extra: Readonly<Record<string, INodeType>>) {
		for (const [name, type] of Object.entries(extra)) this.loaded.set(name, type);
		for (const [name, { type }] of Object.entries(own.nodeTypes)) {
			this.loaded.set(`${OWN_PACKAGE}.${name}`, type);
			const node = NodeHelpers.getVersionedNodeType(type);
			if (node.description.usableAsTool) {
				this.loaded.set(`${OWN_PACKAGE}.${name}Tool`, toolVariantOf(node));
			}
		}
		this.loaded.set(CALLING_AGENT, new CallingAgent());
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const known = this.loaded.get(type);
		if (known) return known;
		const [packageName = '', name = ''] = type.split('.');
		const file = BASE_NODES[name];
		if (packageName !== 'n8n-nodes-base' || file === undefined) {
			throw new Error(`This test bench does not know the node type ${type}`);
		}
		const className = file.split('/').pop()?.replace('.node', '') ?? '';
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- only what is used is loaded
		const nodeModule = require(`n8n-nodes-base/dist/nodes/${file}.js`) as Record<string, NodeClass>;
		const NodeOfType = nodeModule[className];
		if (NodeOfType === undefined) throw new Error(`${file} exports no ${className}`);
		const node = new NodeOfType();
		this.loaded.set(type, node);
		return node;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

export interface Flow {
	name?: string;
	nodes: INode[];
	connections: IWorkflowBase['connections'];
	settings?: IWorkflowBase['settings'];
}

/** A workflow prepared for execution. */
export interface Prepared {
	workflow: Workflow;
	additionalData: IWorkflowExecuteAdditionalData;
	credentialType: ICredentialType;
	/** Number of reads of credentials so far. */
	credentialReads: () => number;
}

let ownPackage: Promise<PackageDirectoryLoader> | undefined;

/**
 * Prepares a workflow for the engine.
 * @param credentials credential ID to its fields
 * @param extraTypes additional node types of a test, by type name
 */
export async function prepare(
	flow: Flow,
	credentials: Readonly<Record<string, ICredentialDataDecryptedObject>> = {},
	extraTypes: Readonly<Record<string, INodeType>> = {},
): Promise<Prepared> {
	ownPackage ??= loadPackage();
	const own = await ownPackage;
	const credentialType = own.credentialTypes[CREDENTIAL]?.type;
	if (credentialType === undefined) throw new Error('The package holds no credential');

	const workflow = new Workflow({
		id: 'test',
		name: flow.name ?? 'test',
		nodes: structuredClone(flow.nodes),
		connections: flow.connections,
		active: false,
		nodeTypes: new NodeTypes(own, extraTypes),
		settings: { executionOrder: 'v1', ...flow.settings },
	});
	const credentialsHelper = new CredentialsHelper(credentialType, credentials);
	const address = 'http://localhost:5678/';
	const additionalData = {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', '1', { ...flow, id: 'test' } as never),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: address,
		instanceBaseUrl: address,
		formBaseUrl: address,
		formWaitingBaseUrl: address,
		formTestBaseUrl: address,
		webhookBaseUrl: address,
		webhookWaitingBaseUrl: address,
		webhookTestBaseUrl: address,
		mcpBaseUrl: address,
		mcpTestBaseUrl: address,
		variables: {},
		logAiEvent: () => {},
		startRunnerTask,
	} as unknown as IWorkflowExecuteAdditionalData;
	return {
		workflow,
		additionalData,
		credentialType,
		credentialReads: () => credentialsHelper.reads,
	};
}
