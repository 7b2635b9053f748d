/**
 * n8n's own engine with the built package, as close to the real n8n as possible without its server and
 * database: node types, credentials, and the data that every execution needs.
 */
import './environment';
import 'reflect-metadata';
import { join } from 'node:path';
import { CallingAgent, toolVariantOf } from './aiAgent';
import { startRunnerTask } from './codeRunner';
import { ExecutionLifecycleHooks, getAdditionalKeys, PackageDirectoryLoader } from 'n8n-core';
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
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
	getCredentialOwnRequestAllowedDomains,
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

/** The behaviour of n8n 1.123, which stores all fields of a credential with a new session. */
export const N8N_1 = { storesAllFields: false };

/** Deletes a credential, so that it is no longer found by its ID. */
export const deleteCredential = (credential: ICredentialDataDecryptedObject): void =>
	replaceFields(credential, {});

function replaceFields(
	credential: ICredentialDataDecryptedObject,
	fields: ICredentialDataDecryptedObject,
): void {
	for (const name of Object.keys(credential)) delete credential[name];
	Object.assign(credential, fields);
}

/**
 * n8n's credentials helper without its database: keeps credentials in a map, applies defaults, and
 * resolves expressions for the requested item.
 */
class CredentialsHelper extends ICredentialsHelper {
	/** Number of reads of credentials, to prove that nodes do not read them per item. */
	reads = 0;

	/** Number of times a session was stored. */
	writes = 0;

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

	/** Works like n8n's server: runs if the expirable field is blank or after a 401, and stores the result. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.type.properties.find(({ typeOptions }) => typeOptions?.expirable);
		if (!expirable || !this.type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !expired) return undefined;
		const output: IDataObject = await this.type.preAuthentication.call(
			withinDomains(helpers, credentials),
			credentials,
		);
		const value = output[expirable.name] as string | undefined;
		if (value === undefined) return undefined;
		const stored = this.storedAs(node.credentials?.[this.type.name]?.id);
		this.writes++;
		if (N8N_1.storesAllFields) replaceFields(stored, { ...credentials });
		stored[expirable.name] = value;
		return Object.assign(credentials, { [expirable.name]: value });
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
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		const stored = this.storedAs(details.id);
		if (raw) return { ...stored };
		if (type !== this.type.name) return stored;
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

	/** @throws n8n's own error for a deleted credential */
	private storedAs(id: string | null | undefined): ICredentialDataDecryptedObject {
		const stored = this.stored[id ?? ''];
		if (stored && Object.keys(stored).length > 0) return stored;
		throw new Error(`Credential with ID "${id}" does not exist for type "${this.type.name}".`);
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): ICredentialType['properties'] {
		return this.type.properties;
	}
}

/** Checks a credential's own requests against its list of allowed domains, as n8n does. */
const withinDomains = (
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (options) =>
			(await helpers.httpRequest({
				...options,
				allowedDomains: getCredentialOwnRequestAllowedDomains(credentials),
			})) as unknown,
	},
});

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
