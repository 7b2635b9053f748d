/** The editor's requests to a package outside a run: contents of dropdowns, and the credential test. */
import { oneNode, CREDENTIAL_ID } from './nodeRunner';
import { prepare } from './n8n';
import { ExecuteContext, LoadOptionsContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
	type INodeType,
} from 'n8n-workflow';

/** Loads the contents of a node's dropdown, as the editor does. */
export async function dropdown(
	type: string,
	method: string,
	credential: ICredentialDataDecryptedObject | undefined,
	filter?: string,
): Promise<INodePropertyOptions[] | INodeListSearchResult> {
	const flow = oneNode(type, {});
	const node = flow.nodes[1];
	if (node === undefined) throw new Error('There is no node');
	if (credential === undefined) delete node.credentials;
	const prepared = await prepare(flow, credential && { [CREDENTIAL_ID]: credential });
	const { methods } = prepared.workflow.nodeTypes.getByNameAndVersion(node.type, 1);
	const context = new LoadOptionsContext(
		prepared.workflow,
		node,
		prepared.additionalData,
		'',
	) as ILoadOptionsFunctions;
	const loadOptions = methods?.loadOptions?.[method];
	if (loadOptions) return await loadOptions.call(context);
	const search = methods?.listSearch?.[method];
	if (search) return await search.call(context, filter);
	throw new Error(`${type} has no method ${method}`);
}

/**
 * Tests a credential: sends the credential's test request through a temporary node and reads its
 * rules, in the same order as n8n's server does.
 * @returns the text of the banner, `OK` for success
 */
export async function testCredential(given: ICredentialDataDecryptedObject): Promise<string> {
	const flow = oneNode('setBusy', {});
	const node = { ...flow.nodes[1]!, type: 'n8n-nodes-base.noOp', parameters: { test: '' } };
	const { workflow, additionalData, credentialType } = await prepare(
		{ ...flow, nodes: [node], connections: {} },
		{ [CREDENTIAL_ID]: given },
	);
	const defaults = credentialType.properties.map(({ name, default: value }) => [name, value]);
	const credential = {
		...(Object.fromEntries(defaults) as ICredentialDataDecryptedObject),
		...given,
	};
	const { request, rules = [] } = credentialType.test ?? {};
	const noOp = workflow.nodeTypes.getByNameAndVersion(node.type, 1);
	const nodeType = {
		description: {
			...noOp.description,
			credentials: [{ name: 'ccGatewayApi', required: true }],
			properties: [
				{ displayName: 'Test', name: 'test', type: 'string', default: '', routing: { request } },
			],
		},
	} as INodeType;
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		const items = await new RoutingNode(context, nodeType, {
			id: CREDENTIAL_ID,
			name: 'Gateway',
			type: 'ccGatewayApi',
			data: credential,
		}).runNode();
		const answer = items?.[0]?.[0]?.json ?? {};
		for (const rule of rules) {
			if (rule.type !== 'responseSuccessBody') continue;
			const { properties } = rule;
			if (answer[properties.key] === properties.value) return properties.message;
		}
		return 'OK';
	} catch (error) {
		const { message, cause } = error as Error & {
			cause?: { code?: string; response?: { status: number; statusText: string } };
		};
		const { response } = cause ?? {};
		if (response === undefined) return cause?.code ?? message;
		for (const rule of rules) {
			if (rule.type === 'responseCode' && rule.properties.value === response.status) {
				return rule.properties.message;
			}
		}
		return response.statusText;
	}
}
