/** The search words of the nodes: those that n8n's panel of nodes searches besides the name. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { loadPackage } from '../support/n8n';

const FORCES = ['forceBusy', 'forceIdle', 'forceRest', 'forceSignOut'];
const INSPECTIONS = [...FORCES, 'endInsert', 'insertIntoCall'];
const QUEUES = ['adjustSkillQueues', 'ccGatewayQueueTrigger', 'getQueueStatistics'];
const RESTS = ['endRest', 'forceRest', 'startRest'];
const AWAY = ['forceBusy', 'forceRest', 'setBusy', 'startRest'];
const QUESTIONS = ['findAgents', 'getAgent', 'getAgentStatus', 'getQueueStatistics'];

/** Nodes found by each word. Words that find every node are in `EVERYWHERE`. */
const FINDS: Readonly<Record<string, readonly string[]>> = {
	supervisor: [...INSPECTIONS, 'adjustSkillQueues'],
	inspector: [...INSPECTIONS, 'adjustSkillQueues'],
	whisper: ['insertIntoCall', 'sendNote'],
	'barge in': ['endInsert', 'insertIntoCall'],
	queue: [...QUEUES, 'findAgents', 'getAgent'],
	'skill queue': [...QUEUES, 'findAgents'],
	waiting: ['ccGatewayQueueTrigger', 'getQueueStatistics'],
	'longest wait': ['getQueueStatistics'],
	alert: ['ccGatewayQueueTrigger'],
	threshold: ['ccGatewayQueueTrigger'],
	skills: ['adjustSkillQueues', 'getAgent'],
	排队: ['ccGatewayQueueTrigger', 'getQueueStatistics'],
	team: ['findAgents', 'forceBusy', 'sendNote', 'setBusy'],
	break: [...RESTS, 'ccGatewayTrigger', 'setBusy'],
	pause: [...RESTS, 'setBusy'],
	lunch: ['forceRest', 'setBusy', 'startRest'],
	rota: [...RESTS, 'setSessionLimit'],
	capacity: ['setSessionLimit'],
	chat: ['setSessionLimit'],
	'web chat': ['setSessionLimit'],
	'max chats': ['setSessionLimit'],
	notification: ['ccGatewayTrigger', 'sendNote'],
	aux: [...AWAY],
	coffee: ['forceRest', 'setBusy', 'startRest'],
	'not ready': [...AWAY],
	'wrap up': ['ccGatewayTrigger', 'forceIdle', 'getAgentStatus', 'setIdle'],
	'agent state': [
		...['ccGatewayTrigger', 'findAgents', 'forceBusy', 'forceIdle'],
		...['getAgent', 'getAgentStatus', 'setBusy', 'setIdle'],
	],
	phone: ['endInsert', 'insertIntoCall'],
	message: ['ccGatewayTrigger', 'sendNote'],
	announcement: ['sendNote'],
	event: ['ccGatewayTrigger'],
	事件: ['ccGatewayTrigger'],
	触发器: ['ccGatewayQueueTrigger', 'ccGatewayTrigger'],
	presence: ['getAgent', 'getAgentStatus'],
	示忙: ['forceBusy', 'setBusy'],
	示闲: ['forceIdle', 'setIdle'],
	便签: ['sendNote'],
	休息: [...RESTS],
	小休: [...RESTS],
	插入: ['endInsert', 'insertIntoCall'],
	会话数: ['setSessionLimit'],
	签出: ['forceSignOut'],
	强制: FORCES,
	自定义状态: ['clearCustomStatus', 'setCustomStatus'],
	状态: ['clearCustomStatus', 'getAgent', 'getAgentStatus', 'setCustomStatus'],
	诊断: ['checkGateway'],
	administrator: ['checkGateway'],
	查询: QUESTIONS,
	技能队列: [...QUEUES, 'findAgents', 'getAgent'],
};

const EVERYWHERE = [
	...['contact center', 'contact centre', 'call center', 'call centre', 'agent'],
	...['Huawei', 'AICC', 'CEC', 'CC-Gateway', 'cc gateway'],
	...['华为', '坐席', '座席', '呼叫中心', '云联络中心'],
];

let nodes: INodeTypeDescription[];
beforeAll(async () => {
	({ nodes } = (await loadPackage()).types);
});

const searchWordsOf = ({ codex }: INodeTypeDescription): string[] => codex?.alias ?? [];

it.each(Object.entries(FINDS))('%s finds %j', (word, expected) => {
	const found = nodes.filter((node) => searchWordsOf(node).includes(word)).map(({ name }) => name);
	expect(found.sort()).toEqual([...expected].sort());
});

it('finds every node by the common words, without a repeated word', () => {
	for (const node of nodes) {
		const words = searchWordsOf(node);
		expect(words).toEqual(expect.arrayContaining(EVERYWHERE));
		expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length);
	}
});

it('finds every node by a Chinese word besides the common ones', () => {
	for (const node of nodes) {
		const own = searchWordsOf(node).filter(
			(word) => /\p{Script=Han}/u.test(word) && !EVERYWHERE.includes(word),
		);
		expect([node.name, own]).not.toEqual([node.name, []]);
	}
});

it('every node has a different name in the panel, where n8n omits the word "Trigger"', () => {
	const shown = nodes.map(({ displayName }) => displayName.replace(' Trigger', ''));
	expect(new Set(shown).size).toBe(nodes.length);
	for (const name of shown) expect(name).toMatch(/^CC-Gateway \w/);
});
