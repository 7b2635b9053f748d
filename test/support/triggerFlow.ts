/** Workflows that start with the Agent Event Trigger. */
import type { IDataObject, INode } from 'n8n-workflow';
import { CREDENTIAL_ID } from './nodeRunner';
import type { Flow } from './n8n';

export const TRIGGER = 'When';

const GATEWAY = { ccGatewayApi: { id: CREDENTIAL_ID, name: 'Gateway' } };

/** A workflow of the trigger and the nodes after it. */
export const triggerFlow = (
	parameters: IDataObject,
	next: INode[] = [],
	credentials: INode['credentials'] = GATEWAY,
): Flow => ({
	nodes: [
		{
			id: 'trigger',
			name: TRIGGER,
			type: 'n8n-nodes-cc-gateway.ccGatewayTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			credentials,
		},
		...next,
	],
	connections: Object.fromEntries(
		next.map(({ name }, index) => [
			next[index - 1]?.name ?? TRIGGER,
			{ main: [[{ node: name, type: 'main', index: 0 }]] },
		]),
	),
});

/** A node that outputs its input. */
export const NEXT: INode = {
	id: 'next',
	name: 'Next',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [200, 0],
	parameters: {},
};
