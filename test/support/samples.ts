/** One entry per node: something that works with the simulator's agents, and what becomes of it. */
import type { IDataObject } from 'n8n-workflow';
import { type ListedNode, NODES } from './nodeList';

export interface Sample {
	/** As somebody fills them in: every parameter but the options. `agentId` may be any agent who may do it. */
	parameters: { agentId: string } & IDataObject;
	/** The request that is sent, as far as it matters. */
	sent: { method: string; path: string } & IDataObject;
	/** What is told besides outcome, retcode and message. */
	output: IDataObject;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
	insertIntoCall: {
		parameters: { agentId: '31000', workNo: '31005' },
		sent: { method: 'PUT', path: '/qualitycontrol/31000/addinsert/31005', query: {} },
		output: { agentId: '31000', workNo: '31005', result: {} },
	},
	sendNote: {
		parameters: { agentId: '31000', agentIds: '31001, 31002', content: 'hello' },
		sent: {
			method: 'POST',
			path: '/onlineagent/31000/sendnoteletex',
			body: { agentIds: [31001, 31002], content: 'hello' },
		},
		output: {
			agentId: '31000',
			agentIds: [31001, 31002],
			content: 'hello',
			result: null,
			recipients: { accepted: [31001, 31002], rejected: [], unknown: [], notAttempted: [] },
		},
	},
	setBusy: {
		parameters: { agentId: '31001', reason: 201, prolong: true },
		sent: {
			method: 'POST',
			path: '/onlineagent/31001/saybusy',
			query: { reason: '201', prolong: 'true' },
		},
		output: { agentId: '31001', reason: 201, prolong: true, result: {} },
	},
	setCustomStatus: {
		parameters: { agentId: '31001', customstate: { __rl: true, mode: 'code', value: '100' } },
		sent: {
			method: 'POST',
			path: '/onlineagent/31001/setcustomstate',
			query: { customstate: '100' },
		},
		output: { agentId: '31001', customstate: 100, result: {} },
	},
	setIdle: {
		parameters: { agentId: '31001' },
		sent: { method: 'POST', path: '/onlineagent/31001/sayfree', query: {} },
		output: { agentId: '31001', result: {} },
	},
	setSessionLimit: {
		parameters: { agentId: '31001', mediaType: '53', callnums: 5 },
		sent: {
			method: 'POST',
			path: '/mediacall/31001/setcallnums',
			body: { mediaType: '53', callnums: '5' },
		},
		output: { agentId: '31001', mediaType: '53', callnums: '5', result: null },
	},
};

/** Every node with its sample. */
export const NODE_SAMPLES = NODES.map((node): ListedNode & Sample => {
	const sample = SAMPLES[node.type];
	if (sample === undefined) {
		throw new Error(`The node ${node.type} has no entry in test/support/samples.ts`);
	}
	return { ...node, ...sample };
});

/** The path of a sample's request, sent for another agent. */
export const pathFor = (agentId: string, { parameters, sent }: Sample): string =>
	sent.path.replace(parameters.agentId, agentId);
