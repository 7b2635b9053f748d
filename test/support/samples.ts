/** One entry per node that processes items: parameters valid for the simulator's agents, the request and the output. */
import type { IDataObject } from 'n8n-workflow';
import axios from 'axios';
import { Agent } from 'node:https';
import type { Simulator } from '../../simulator';
import { ACTIONS, type ListedNode } from './nodeList';

export interface Sample {
	/** All parameters except the options. `agentId` may be replaced by any agent with the same rights. */
	parameters: { agentId: string } & IDataObject;
	/** The relevant fields of the request. */
	sent: { method: string; path: string } & IDataObject;
	/** Verb and path of a request that must precede it, in the session of the same agent. */
	before?: readonly [method: string, path: string];
	/** The output without outcome, retcode and the message "success". */
	output: IDataObject;
}

const anyText = expect.any(String) as string;

const force = (verb: string): Sample => ({
	parameters: { agentId: '31000', workNo: '31002' },
	sent: { method: 'POST', path: `/qualitycontrol/31000/${verb}/31002`, query: {} },
	output: { agentId: '31000', workNo: '31002', message: '' },
});

const SAMPLES: Readonly<Record<string, Sample>> = {
	adjustSkillQueues: {
		parameters: {
			agentId: '31000',
			workNo: '31002',
			change: 'replace',
			skillIds: [12, 11],
			allowNone: false,
		},
		sent: {
			method: 'POST',
			path: '/qualitycontrol/31000/adjustskill',
			body: { workNo: '31002', skills: [12, 11] },
		},
		output: {
			agentId: '31000',
			workNo: '31002',
			change: 'replace',
			skillIds: [12, 11],
			message: '',
			before: null,
			after: [
				{ id: 12, name: null },
				{ id: 11, name: null },
			],
		},
	},
	clearCustomStatus: {
		parameters: { agentId: '31001' },
		before: ['POST', '/onlineagent/31001/setcustomstate?customstate=100'],
		sent: { method: 'POST', path: '/onlineagent/31001/cancelsetcustomstate', query: {} },
		output: { agentId: '31001' },
	},
	endInsert: {
		parameters: { agentId: '31000', workNo: '31005' },
		before: ['PUT', '/qualitycontrol/31000/addinsert/31005'],
		sent: { method: 'DELETE', path: '/qualitycontrol/31000/31005', query: {} },
		output: { agentId: '31000', workNo: '31005', message: '' },
	},
	endRest: {
		parameters: { agentId: '31001' },
		before: ['POST', '/onlineagent/31001/rest/600/1'],
		sent: { method: 'POST', path: '/onlineagent/31001/cancelrest', query: {} },
		output: { agentId: '31001' },
	},
	findAgents: {
		parameters: {
			agentId: '31000',
			queues: 'one',
			skillId: { __rl: true, mode: 'id', value: '12' },
			states: ['busy'],
			simplify: false,
		},
		sent: { method: 'GET', path: '/agentgroup/31000/agentbyskill/12', query: {} },
		output: {
			agentId: '31000',
			skillId: 12,
			states: ['busy'],
			message: '',
			workNo: '31009',
			name: 'Ivan Petrov',
			state: 'busy',
			stateCode: 3,
			skills: [],
			signedInAt: anyText,
			stateSince: anyText,
			result: expect.objectContaining({ workno: '31009', status: '3' }) as IDataObject,
		},
	},
	forceBusy: force('forcebusy'),
	forceIdle: force('forceidle'),
	forceRest: {
		parameters: {
			agentId: '31000',
			workNo: '31002',
			minutes: 30,
			restcause: { __rl: true, mode: 'code', value: '1' },
		},
		sent: { method: 'POST', path: '/qualitycontrol/31000/forcerest/31002/1800/1', query: {} },
		output: {
			agentId: '31000',
			workNo: '31002',
			time: 1800,
			restcause: 1,
			restReasonName: 'Lunch',
			message: '',
		},
	},
	forceSignOut: {
		...force('forcelogout'),
		parameters: { agentId: '31000', workNo: '31002', confirm: true },
	},
	getAgent: {
		parameters: { agentId: '31000', workNo: '31006', simplify: false },
		sent: { method: 'GET', path: '/agentgroup/31000/agentbyworkno/31006', query: {} },
		output: {
			agentId: '31000',
			workNo: '31006',
			message: '',
			name: 'Fatima Zahra',
			state: 'idle',
			stateCode: 4,
			skills: [
				{
					id: 11,
					name: 'Service hotline',
					mediaType: '5',
					mediaTypeName: 'Common Voice or Video Call',
				},
				{ id: 12, name: 'Orders', mediaType: '5', mediaTypeName: 'Common Voice or Video Call' },
			],
			signedInAt: anyText,
			stateSince: anyText,
			result: expect.objectContaining({ workno: '31006', status: '4' }) as IDataObject,
		},
	},
	getAgentStatus: {
		parameters: { agentId: '31001', includeCustomStatus: false },
		sent: { method: 'GET', path: '/onlineagent/31001/agentstatus', query: {} },
		output: {
			agentId: '31001',
			includeCustomStatus: false,
			message: '',
			state: 'idle',
			stateCode: 4,
			isWorking: false,
			result: { agentState: 4, isWorking: false },
		},
	},
	getQueueStatistics: {
		parameters: { agentId: '31000', queues: 'chosen', skillIds: [11], simplify: true },
		sent: {
			method: 'POST',
			path: '/queuedevice/31000/queryacdstat',
			body: { skills: [11] },
		},
		output: {
			agentId: '31000',
			message: '',
			skillId: 11,
			name: 'Service hotline',
			waiting: 0,
			longestWait: 0,
			signedIn: 6,
			available: 5,
			found: true,
		},
	},
	insertIntoCall: {
		parameters: { agentId: '31000', workNo: '31005' },
		sent: { method: 'PUT', path: '/qualitycontrol/31000/addinsert/31005', query: {} },
		output: { agentId: '31000', workNo: '31005' },
	},
	sendNote: {
		parameters: { agentIds: '31001, 31002', content: 'hello', agentId: '31000' },
		sent: {
			method: 'POST',
			path: '/onlineagent/31000/sendnoteletex',
			body: { agentIds: [31001, 31002], content: 'hello' },
		},
		output: {
			agentId: '31000',
			agentIds: [31001, 31002],
			content: 'hello',
			recipients: { accepted: [31001, 31002], rejected: [], unknown: [], notAttempted: [] },
		},
	},
	setBusy: {
		parameters: {
			agentId: '31001',
			reason: { __rl: true, mode: 'code', value: '201' },
			prolong: true,
		},
		sent: {
			method: 'POST',
			path: '/onlineagent/31001/saybusy',
			query: { reason: '201', prolong: 'true' },
		},
		output: { agentId: '31001', reason: 201, reasonName: 'Lunch', prolong: true },
	},
	setCustomStatus: {
		parameters: { agentId: '31001', customstate: { __rl: true, mode: 'code', value: '100' } },
		sent: {
			method: 'POST',
			path: '/onlineagent/31001/setcustomstate',
			query: { customstate: '100' },
		},
		output: { agentId: '31001', customstate: 100, customStatusName: 'Back office' },
	},
	setIdle: {
		parameters: { agentId: '31001' },
		sent: { method: 'POST', path: '/onlineagent/31001/sayfree', query: {} },
		output: { agentId: '31001' },
	},
	setSessionLimit: {
		parameters: { agentId: '31001', mediaType: '53', callnums: 5 },
		sent: {
			method: 'POST',
			path: '/mediacall/31001/setcallnums',
			body: { mediaType: '53', callnums: '5' },
		},
		output: { agentId: '31001', mediaType: '53', callnums: '5', mediaTypeName: 'Social Chat' },
	},
	startRest: {
		parameters: {
			agentId: '31001',
			minutes: 15,
			restcause: { __rl: true, mode: 'code', value: '1' },
			prolong: true,
		},
		sent: { method: 'POST', path: '/onlineagent/31001/rest/900/1', query: { prolong: 'true' } },
		output: { agentId: '31001', time: 900, restcause: 1, restReasonName: 'Lunch', prolong: true },
	},
};

/** All nodes that process items, with their samples. */
export const NODE_SAMPLES = ACTIONS.map((node): ListedNode & Sample => {
	const sample = SAMPLES[node.type];
	if (sample === undefined) {
		throw new Error(`The node ${node.type} has no entry in test/support/samples.ts`);
	}
	return { ...node, ...sample };
});

/** Sends the preceding request of a sample, if any, for an agent, and removes it from the simulator's record. */
export async function makeReady(
	gateway: Simulator,
	{ parameters, before }: Sample,
	agentId: string,
): Promise<void> {
	if (before === undefined) return;
	const [method, path] = before;
	const { data } = await axios.request<{ retcode: string }>({
		method,
		url: `${gateway.url}/agentgateway/resource${path.replace(parameters.agentId, agentId)}`,
		headers: {
			'Content-Type': 'application/json; charset=UTF-8',
			Guid: gateway.agent(agentId).guid,
			Cookie: gateway.cookie,
		},
		httpsAgent: new Agent({ ca: gateway.ca }),
	});
	if (data.retcode !== '0') throw new Error(`${method} ${path}: ${data.retcode}`);
	gateway.requests.length = 0;
}

/** The path of a sample's request, sent for another agent. */
export const pathFor = (agentId: string, { parameters, sent }: Sample): string =>
	sent.path.replace(parameters.agentId, agentId);
