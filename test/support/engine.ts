/**
 * Runs workflows on n8n's own engine, with the built package and n8n's own nodes, as close to the real n8n
 * as is possible without its server and database. Used by the engine tests and the demo.
 */
import './environment';
import 'reflect-metadata';
import { join } from 'node:path';
import {
	ExecutionLifecycleHooks,
	getAdditionalKeys,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type ITaskData,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

const ROOT = join(__dirname, '..', '..');
const OWN_PACKAGE = 'n8n-nodes-cc-gateway';
const CREDENTIAL = 'ccGatewayApi';

/** Our package as n8n loads it: from package.json and dist/. */
export async function loadPackage(directory = ROOT): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	return loader;
}

/** n8n's own nodes that the workflows and tests use: type name to the file that holds it. */
const BASE_NODES: Readonly<Record<string, string>> = {
	aggregate: 'Transform/Aggregate/Aggregate.node',
	dateTime: 'DateTime/DateTime.node',
	filter: 'Filter/Filter.node',
	httpRequest: 'HttpRequest/HttpRequest.node',
	if: 'If/If.node',
	manualTrigger: 'ManualTrigger/ManualTrigger.node',
	merge: 'Merge/Merge.node',
	noOp: 'NoOp/NoOp.node',
	scheduleTrigger: 'Schedule/ScheduleTrigger.node',
	set: 'Set/Set.node',
	splitInBatches: 'SplitInBatches/SplitInBatches.node',
	splitOut: 'Transform/SplitOut/SplitOut.node',
	stickyNote: 'StickyNote/StickyNote.node',
};

type NodeClass = new () => INodeType | IVersionedNodeType;

class NodeTypes implements INodeTypes {
	private readonly loaded = new Map<string, INodeType | IVersionedNodeType>();

	constructor(own: PackageDirectoryLoader) {
		for (const [name, { type }] of Object.entries(own.nodeTypes)) {
			this.loaded.set(`${OWN_PACKAGE}.${name}`, type);
		}
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

/**
 * n8n's credentials helper without its database: keeps credentials in a map, fills in defaults, and
 * resolves expressions for the item that it is asked for.
 */
class CredentialsHelper extends ICredentialsHelper {
	/** How often a credential was read, to see that nodes do not read it per item. */
	reads = 0;

	constructor(
		private readonly type: ICredentialType,
		private readonly stored: Readonly<Record<string, ICredentialDataDecryptedObject>>,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeof this.type.authenticate !== 'function') return requestOptions;
		return await this.type.authenticate(credentials, requestOptions);
	}

	async preAuthentication(
		_helpers: IHttpRequestHelper,
		_credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('There is no database here');
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		_type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		const stored = this.stored[details.id ?? ''];
		if (stored === undefined) throw new Error(`There is no credential ${details.name}`);
		const defaults = Object.fromEntries(
			this.type.properties.map(({ name, default: value }) => [name, value]),
		);
		const data = { ...defaults, ...stored } as ICredentialDataDecryptedObject;
		if (!resolve) return data;
		return resolve.workflow.expression.getParameterValue(
			data as never,
			resolve.runExecutionData,
			resolve.runIndex,
			resolve.itemIndex,
			resolve.node.name,
			resolve.connectionInputData,
			mode,
			getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			data,
		) as unknown as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): ICredentialType['properties'] {
		return this.type.properties;
	}
}

export interface Flow {
	name?: string;
	nodes: INode[];
	connections: IWorkflowBase['connections'];
	settings?: IWorkflowBase['settings'];
}

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

let ownPackage: Promise<PackageDirectoryLoader> | undefined;

/** Runs a workflow to its end. */
export async function execute(flow: Flow, options: ExecuteOptions = {}): Promise<Execution> {
	ownPackage ??= loadPackage();
	const own = await ownPackage;
	const credentialType = own.credentialTypes[CREDENTIAL]?.type;
	if (credentialType === undefined) throw new Error('The package holds no credential');

	const nodeTypes = new NodeTypes(own);
	const workflow = new Workflow({
		id: 'test',
		name: flow.name ?? 'test',
		nodes: structuredClone(flow.nodes),
		connections: flow.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...flow.settings },
	});
	const startName =
		options.start ??
		flow.nodes.find((node) => /trigger$/i.test(node.type))?.name ??
		flow.nodes[0]?.name ??
		'';
	const startNode = workflow.getNode(startName);
	if (!startNode) throw new Error(`The workflow has no node ${startName}`);

	const credentialsHelper = new CredentialsHelper(credentialType, options.credentials ?? {});
	const address = 'http://localhost:5678/';
	const hooks = new ExecutionLifecycleHooks('manual', '1', { ...flow, id: 'test' } as never);
	const additionalData = {
		credentialsHelper,
		hooks,
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
	} as unknown as IWorkflowExecuteAdditionalData;

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
		credentialReads: credentialsHelper.reads,
	};
}
