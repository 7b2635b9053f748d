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

/** Feeds a workflow of {@link oneNode}, made for pinned rows, with rows that need no pinning. */
function fed(start: INode, jsonOutput: string, { nodes, connections, ...flow }: Flow): Flow {
	return {
		...flow,
		nodes: [start, setRows(jsonOutput), oneEach(), ...nodes.filter(({ name }) => name !== 'Rows')],
		connections: { ...connections, [start.name]: to('Set Rows'), 'Set Rows': to('Rows') },
	};
}

/** Starts by hand, with these rows. */
export const rows = (items: IDataObject[], flow: Flow): Flow =>
	fed(node('Start', 'manualTrigger', 1, {}), JSON.stringify({ rows: items }), flow);

/** Starts with a POST request; the rows come in its body, under `rows`. Answers when the workflow has ended. */
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
