/** Set-up of most engine tests: a gateway, a credential for it, and a workflow of one node. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator';
import { execute, type ExecuteOptions, type Execution, type Flow } from './engine';

export const CREDENTIAL_ID = 'credential-of-the-tests';

/** The fields of a credential for an agent of the simulator. */
export const credentialFor = (
	gateway: Simulator,
	agentId = '31000',
	fields: IDataObject = {},
): ICredentialDataDecryptedObject => ({
	gatewayUrl: gateway.url,
	authentication: 'guid',
	agentId,
	guid: gateway.agent(agentId).guid,
	trustedCa: gateway.ca,
	busyReasons: '201 Lunch\n202 Team meeting',
	restReasons: '1 Lunch',
	customStatuses: '100 Back office\n101 Coaching',
	...fields,
});

export const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

export type OnError = (typeof ON_ERROR)[number];

export interface NodeRun extends Execution {
	/** Fields of the items on the success branch. */
	success: IDataObject[];
	/** Field `error` of the items on the error branch. */
	failed: IDataObject[];
}

export interface RunOptions extends Omit<ExecuteOptions, 'pinData' | 'credentials'> {
	credential: ICredentialDataDecryptedObject;
	onError?: OnError;
	node?: Partial<INode>;
}

/** Newest versions of the nodes with more than version 1. Checked by `test/package/package.test.ts`. */
export const NEWEST: Readonly<Record<string, number>> = {
	findAgents: 1.1,
	getAgent: 1.1,
	setBusy: 1.1,
	setSessionLimit: 1.1,
};

/** A workflow of one node of the package, with rows as input. */
export const oneNode = (
	type: string,
	parameters: IDataObject,
	onError: OnError = 'stopWorkflow',
	extra: Partial<INode> = {},
): Flow => ({
	nodes: [
		{
			id: 'rows',
			name: 'Rows',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'node',
			name: 'Node',
			type: `n8n-nodes-cc-gateway.${type}`,
			typeVersion: NEWEST[type.replace(/Tool$/, '')] ?? 1,
			position: [200, 0],
			parameters: parameters as INode['parameters'],
			credentials: { ccGatewayApi: { id: CREDENTIAL_ID, name: 'Gateway' } },
			onError,
			...extra,
		},
	],
	connections: { Rows: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
});

/** A workflow of {@link oneNode} with a node after each output: 'Done' and 'Not Done'. */
export function withNodesAfter(flow: Flow): Flow {
	const after = (name: string, y: number): INode => ({
		id: name,
		name,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [400, y],
		parameters: {},
	});
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		...flow,
		nodes: [...flow.nodes, after('Done', 0), after('Not Done', 200)],
		connections: { ...flow.connections, Node: { main: [to('Done'), to('Not Done')] } },
	};
}

/** Runs one node of the package with rows as input. */
export async function runNode(
	type: string,
	parameters: IDataObject,
	rows: IDataObject[],
	{ credential, onError, node, ...options }: RunOptions,
): Promise<NodeRun> {
	const execution = await execute(oneNode(type, parameters, onError, node), {
		...options,
		pinData: { Rows: rows },
		credentials: { [CREDENTIAL_ID]: credential },
	});
	return {
		...execution,
		success: execution.json('Node', 0),
		failed: execution.json('Node', 1).map(({ error }) => error as IDataObject),
	};
}

/** A gateway for the tests of one file; started before the first and reset before each. */
export function useGateway(options?: SimulatorOptions): () => Simulator {
	let gateway: Simulator | undefined;
	beforeAll(async () => {
		gateway = await startSimulator(options);
	});
	beforeEach(() => gateway?.reset());
	afterAll(async () => {
		await gateway?.close();
		// The package must notice the closed connections before jest removes its globals.
		await pause(20);
	});
	return () => {
		if (gateway === undefined) throw new Error('The gateway has not been started yet');
		return gateway;
	};
}

/** All data of a run that n8n stores or shows. */
export const allOf = ({ data }: Execution['run'], error: Execution['error']): string =>
	JSON.stringify(data) + JSON.stringify({ ...error, stack: error?.stack, message: error?.message });
