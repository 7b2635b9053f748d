/** Small workflows for the tests. */
import type { IDataObject, INode } from 'n8n-workflow';
import type { Flow } from '../../support/n8n';

const node = (name: string, type: string, typeVersion: number, parameters: IDataObject): INode => ({
	id: name.toLowerCase().replaceAll(' ', '-'),
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [-200, 0],
	parameters: parameters as INode['parameters'],
});

const setRows = (jsonOutput: string) => node('Set Rows', 'set', 3.4, { mode: 'raw', jsonOutput });
const oneEach = () => node('Rows', 'splitOut', 1, { fieldToSplitOut: 'rows', options: {} });
const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });

/** Replaces the pinned rows of a workflow of {@link oneNode} by the output of a node. */
function fed(start: INode, jsonOutput: string, { nodes, connections, ...flow }: Flow): Flow {
	return {
		...flow,
		nodes: [start, setRows(jsonOutput), oneEach(), ...nodes.filter(({ name }) => name !== 'Rows')],
		connections: { ...connections, [start.name]: to('Set Rows'), 'Set Rows': to('Rows') },
	};
}

/** A workflow started by hand, with these rows. */
export const rows = (items: IDataObject[], flow: Flow): Flow =>
	fed(node('Start', 'manualTrigger', 1, {}), JSON.stringify({ rows: items }), flow);

/** A workflow started by a POST request with the field `rows` in its body. By default, answers at the end. */
export const webhook = (
	path: string,
	flow: Flow,
	responseMode: 'lastNode' | 'onReceived' = 'lastNode',
): Flow => {
	const parameters = {
		httpMethod: 'POST',
		path,
		responseMode,
		responseData: 'allEntries',
		options: {},
	};
	const start = { ...node('Webhook', 'webhook', 2, parameters), webhookId: path };
	return fed(start, '={{ { rows: $json.body.rows } }}', flow);
};
