/** The subtitles of nodes on the canvas, computed from the parameters as in the editor. */
import { type INodeParameters, Workflow } from 'n8n-workflow';
import { MEDIA_TYPES } from '../../gateway/values/mediaTypes';
import { NODES } from '../support/nodeList';

/** The subtitle of a node with some parameters and defaults for the others. */
function subtitleOf(type: string, given: INodeParameters = {}): unknown {
	const node = NODES.find((one) => one.type === type);
	if (node === undefined) throw new Error(`There is no node ${type}`);
	const { description } = node;
	const nodeType = { description };
	const defaults = description.properties.map(({ name, default: value }) => [name, value]);
	const parameters = { ...(Object.fromEntries(defaults) as INodeParameters), ...given };
	const { nodes, expression } = new Workflow({
		nodes: [{ id: '1', name: 'Node', type, typeVersion: 1, position: [0, 0], parameters }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const { Node } = nodes;
	if (Node === undefined) throw new Error('There is no node');
	return expression.getSimpleParameterValue(Node, description.subtitle, 'internal', {});
}

const chosen = (value: string | number, word: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName: word,
});

it.each([
	['findAgents', { queues: 'all' }, 'Queue: all'],
	['getQueueStatistics', {}, 'Queues: not chosen'],
	['getQueueStatistics', { queues: 'all' }, 'Queues: all'],
	['ccGatewayQueueTrigger', { skillIds: [11, 12] }, 'Queues: 11, 12'],
	['adjustSkillQueues', { change: 'add', workNo: '31002' }, 'Add: 31002'],
] as const)('shows for %s with %j: %s', (type, given, expected) => {
	expect(subtitleOf(type, given as unknown as INodeParameters)).toBe(expected);
});

it.each(NODES.map(({ type }) => type))('%s has a subtitle when it is added', (type) => {
	const subtitle = subtitleOf(type);
	expect(subtitle).toMatch(/^\S.*\S$/);
	expect(subtitle).not.toMatch(/undefined|null|NaN|\[object/);
});

it.each([
	['setIdle', {}, 'Agent of the credential'],
	['setIdle', { agentId: '31001' }, '31001'],
	['getAgent', { workNo: '31002' }, 'Agent: 31002'],
	['getAgent', {}, 'Agent: not given'],
	['sendNote', { agentIds: '31001, 31002' }, 'To: 31001, 31002'],
	['findAgents', {}, 'Queue: not chosen'],
	['forceRest', { workNo: '31001', minutes: 30 }, 'Agent: 31001, 30 min'],
])('shows in the newest version for %s with %j: %s', (type, parameters, subtitle) => {
	expect(subtitleOf(type, parameters)).toBe(subtitle);
});

it('shows a word chosen from a list, and a typed code', () => {
	for (const [type, field, before] of [
		['findAgents', 'skillId', 'Queue: '],
		['setCustomStatus', 'customstate', 'Status: '],
		['startRest', 'restcause', 'Agent of the credential: 15 min, '],
		['forceRest', 'restcause', 'Agent: not given, 15 min, '],
	] as const) {
		expect(subtitleOf(type, { [field]: chosen(12, 'Lunch (12)') })).toBe(`${before}Lunch (12)`);
		const typed = subtitleOf(type, { [field]: { __rl: true, mode: 'code', value: '12' } });
		expect(typed).toMatch(new RegExp(`^${before}(reason )?12$`));
	}
});

it('shows a reason by code or word, and leaves out No Reason', () => {
	for (const [reason, reported] of [
		[201, '31001: reason 201'],
		['Lunch', '31001: Lunch'],
		[chosen(201, 'Lunch (201)'), '31001: Lunch (201)'],
		[chosen(0, 'No Reason'), '31001'],
		[0, '31001'],
		['', '31001'],
	] as const) {
		expect(subtitleOf('setBusy', { agentId: '31001', reason })).toBe(reported);
	}
});

it('shows every media type by its name', () => {
	for (const [code, name] of Object.entries(MEDIA_TYPES)) {
		expect(subtitleOf('setSessionLimit', { mediaType: code, callnums: 5 })).toBe(`${name}: 5`);
	}
});

it('shows an expression as text, even after a word was chosen', () => {
	const expression = '={{ $json.agent }}';
	expect(subtitleOf('setIdle', { agentId: expression })).toBe('{{ $json.agent }}');
	expect(subtitleOf('sendNote', { agentIds: expression })).toBe('To: {{ $json.agent }}');
	expect(subtitleOf('setSessionLimit', { mediaType: expression })).toBe(
		'{{ $json.agent }}: not given',
	);
	expect(subtitleOf('setCustomStatus', { customstate: chosen(expression, 'Lunch (12)') })).toBe(
		'Status: {{ $json.agent }}',
	);
});

it('shows that a model chooses the value', () => {
	const agentId = "={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Agent_ID', ``, 'string') }}";
	expect(subtitleOf('setIdle', { agentId })).toBe('chosen by the model');
});
