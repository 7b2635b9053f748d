/** Values that each field refuses: one table of nodes, parameters and messages. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import {
	busy,
	note,
	limit,
	statusOf,
	reasonOf,
	rest,
	forcedRest,
	INSPECTIONS,
} from './inputSamples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

/** node, parameters, label of the field, value as shown in the message, allowed values in the remedy */
type Row = [type: string, parameters: IDataObject, label: string, value: RegExp, allowed: RegExp];

const status = { customstate: { __rl: true, mode: 'code', value: '100' } };

const anAgent = /101 to 999999/;

const queueOf = (value: string) => ({ skillId: { __rl: true, mode: 'id', value } });

const find = { queues: 'one', ...queueOf('12'), states: [] };

/** The nodes that act for one agent, without an inspector. */
const ALONE: ReadonlyArray<[type: string, parameters: IDataObject]> = [
	['setBusy', busy],
	['setCustomStatus', status],
	['setSessionLimit', limit],
	['setIdle', {}],
	['startRest', rest],
	['endRest', {}],
	['clearCustomStatus', {}],
	['getAgentStatus', { includeCustomStatus: false }],
];

const agentRows = [
	'99',
	'1000000',
	'31001/../1',
	'31001?x=1',
	'1e3',
	'-1',
	'٣١٠٠١',
	'031001',
].flatMap((id): Row[] => {
	const shown = new RegExp(`'${id.replace(/[.?]/g, '\\$&')}'`);
	return [
		...ALONE.map(([type, parameters]): Row => [
			type,
			{ ...parameters, agentId: id },
			'Agent ID',
			shown,
			anAgent,
		]),
		...INSPECTIONS.flatMap(([type, label, parameters]): Row[] => [
			[type, { ...parameters, workNo: id }, label, shown, anAgent],
			[type, { ...parameters, agentId: id, workNo: '31002' }, 'Inspector Agent ID', shown, anAgent],
		]),
		['getAgent', { agentId: id, workNo: '31002' }, 'Asking Agent ID', shown, anAgent],
		['getAgent', { workNo: id }, 'Agent ID to Look Up', shown, anAgent],
		['findAgents', { ...find, agentId: id }, 'Asking Agent ID', shown, anAgent],
		['getQueueStatistics', { queues: 'all', agentId: id }, 'Asking Agent ID', shown, anAgent],
		['sendNote', { ...note, agentId: id }, 'Sender Agent ID', shown, anAgent],
		['sendNote', { ...note, agentIds: `31001,${id}` }, 'Recipient Agent IDs', shown, anAgent],
	];
});

const rows: Row[] = [
	...agentRows,
	['setBusy', { ...busy, agentId: '={{ $json.agnet }}' }, 'Agent ID', /yields nothing/, anAgent],
	[
		'sendNote',
		{ ...note, agentId: '={{ $json.x }}' },
		'Sender Agent ID',
		/yields nothing/,
		anAgent,
	],
	[
		'sendNote',
		{ ...note, agentIds: '={{ $json.x }}' },
		'Recipient Agent IDs',
		/yields nothing/,
		anAgent,
	],
	['sendNote', { ...note, agentIds: '={{ [] }}' }, 'Recipient Agent IDs', /no agent ID/, anAgent],
	['sendNote', { ...note, agentIds: ' , ' }, 'Recipient Agent IDs', /no agent ID/, anAgent],
	[
		'sendNote',
		{ ...note, content: '={{ "a".repeat(1024) }}' },
		'Content',
		/1024 bytes, 1 more than the 1023/,
		/0 to 1023 bytes/,
	],
	[
		'sendNote',
		{ ...note, content: '={{ "字".repeat(342) }}' },
		'Content',
		/1026 bytes, 3 more than the 1023/,
		/0 to 1023 bytes/,
	],
	[
		'sendNote',
		{ ...note, content: '={{ $json.txet }}' },
		'Content',
		/yields nothing/,
		/0 to 1023 bytes/,
	],
	['setBusy', { reason: 199 }, 'Busy Reason', /'199'/, /200 to 250/],
	['setBusy', { reason: 251 }, 'Busy Reason', /'251'/, /200 to 250/],
	['setBusy', { reason: '={{ 1.5 }}' }, 'Busy Reason', /'1.5'/, /200 to 250/],
	['setBusy', { reason: '={{ "Lunhc" }}' }, 'Busy Reason', /'Lunhc'/, /Lunch, Team meeting/],
	[
		'setBusy',
		{ reason: '={{ $json.raeson }}' },
		'Busy Reason',
		/yields nothing/,
		/0 for no reason/,
	],
	[
		'setBusy',
		{ reason: 0, prolong: true },
		'Replace Current Reason',
		/no busy reason/,
		/200 to 250/,
	],
	[
		'setBusy',
		{ reason: 201, prolong: '={{ "perhaps" }}' },
		'Replace Current Reason',
		/'perhaps'/,
		/true or false/,
	],
	['setCustomStatus', statusOf('-1'), 'Custom Status', /'-1' is not a custom status/, /0 to 65534/],
	['setCustomStatus', statusOf('65535'), 'Custom Status', /'65535'/, /0 to 65534/],
	['setCustomStatus', statusOf('={{ $json.x }}'), 'Custom Status', /yields nothing/, /0 to 65534/],
	['setSessionLimit', { ...limit, callnums: 0 }, 'Maximum Sessions', /'0'/, /1 to 60/],
	['setSessionLimit', { ...limit, callnums: 61 }, 'Maximum Sessions', /'61'/, /1 to 60/],
	[
		'setSessionLimit',
		{ ...limit, callnums: '={{ "five" }}' },
		'Maximum Sessions',
		/'five'/,
		/1 to 60/,
	],
	['setSessionLimit', { ...limit, mediaType: '3' }, 'Media Type', /'3'/, /Text Chat \(1\)/],
	...INSPECTIONS.flatMap(([type, label, parameters]): Row[] => [
		[
			type,
			{ ...parameters, agentId: '31000', workNo: '31000' },
			label,
			/'31000' is the inspector/,
			/^An inspector cannot .*\. (Use .* for this agent, or give|Give) another agent\./,
		],
		// An empty field stands for the credential's agent.
		[type, { ...parameters, agentId: '', workNo: '={{ 31000 }}' }, label, /'31000'/, /another/],
		[type, { ...parameters, workNo: '={{ $json.agnet }}' }, label, /yields nothing/, anAgent],
		[type, { ...parameters, workNo: '={{ "" }}' }, label, /an empty text/, anAgent],
	]),
	...['0', '1440', '-5', '1.5', 'ten', ''].flatMap((minutes): Row[] =>
		[
			['startRest', rest],
			['forceRest', forcedRest],
		].map(([type, parameters]): Row => [
			type as string,
			{ ...(parameters as IDataObject), minutes: `={{ "${minutes}" }}` },
			'Minutes',
			minutes === '' ? /an empty text/ : new RegExp(`'${minutes.replace('.', '\\.')}'`),
			/1 to 1439/,
		]),
	),
	['startRest', { ...rest, minutes: 1440 }, 'Minutes', /'1440'/, /1 to 1439/],
	['startRest', { ...rest, minutes: '={{ $json.x }}' }, 'Minutes', /yields nothing/, /1 to 1439/],
	...['256', '-1', '1.5', 'Lunhc'].flatMap((code): Row[] => {
		const shown = new RegExp(`'${code.replace('.', '\\.')}' is not a rest reason`);
		return [
			['startRest', { ...rest, ...reasonOf(code) }, 'Rest Reason', shown, /0 to 255.*Pause/],
			['forceRest', { ...forcedRest, ...reasonOf(code) }, 'Rest Reason', shown, /1 to 255.*Pause/],
		];
	}),
	[
		'startRest',
		{ ...rest, ...reasonOf('={{ $json.raeson }}') },
		'Rest Reason',
		/yields nothing/,
		/0 to 255/,
	],
	...['0', '={{ "" }}', 'No Reason'].map((code): Row => [
		'forceRest',
		{ ...forcedRest, ...reasonOf(code) },
		'Rest Reason',
		/ is not a rest reason/,
		/1 to 255/,
	]),
	[
		'startRest',
		{ ...rest, prolong: '={{ "again" }}' },
		'Replace Current Rest',
		/'again'/,
		/true or false/,
	],
	[
		'forceSignOut',
		{ workNo: '31002', confirm: false },
		'Confirm',
		/it is not switched on/,
		/Switch it on/,
	],
	[
		'forceSignOut',
		{ workNo: '31002', confirm: '={{ $json.sure }}' },
		'Confirm',
		/yields nothing/,
		/true or false/,
	],
	[
		'forceSignOut',
		{ workNo: '31002', confirm: '={{ "yes" }}' },
		'Confirm',
		/'yes'/,
		/true or false/,
	],
	...['Orders', '0', '-1', '12/../../onlineagent/31001', '12?x=1', '1e3', '1000000000'].map(
		(id): Row => [
			'findAgents',
			{ ...find, ...queueOf(id) },
			'Skill Queue',
			new RegExp(`'${id.replace(/[.?]/g, '\\$&')}'`),
			/1 to 999999999/,
		],
	),
	[
		'findAgents',
		{ ...find, ...queueOf('={{ "" }}') },
		'Skill Queue',
		/an empty text/,
		/1 to 999999999/,
	],
	[
		'findAgents',
		{ ...find, ...queueOf('={{ $json.queue }}') },
		'Skill Queue',
		/yields nothing/,
		/1 to 999999999/,
	],
	[
		'findAgents',
		{ ...find, states: '={{ ["idle", "lazy"] }}' },
		'Agent States',
		/'lazy'/,
		/signedOut, busy, idle/,
	],
	['findAgents', { ...find, states: '={{ $json.x }}' }, 'Agent States', /yields nothing/, /busy/],
	[
		'getAgentStatus',
		{ includeCustomStatus: '={{ 1 }}' },
		'Include Custom Status',
		/'1'/,
		/true or false/,
	],
	[
		'setBusy',
		{ reason: 201, agentId: '={{ $("No such node").item.json.a }}' },
		'Agent ID',
		/could not be evaluated/,
		/Check the expression/,
	],
];

describe.each(rows)('%s with %j', (type, parameters, label, value, allowed) => {
	const row = { agent: '31001', reason: 'lunch' };

	it('is refused before any request, with label, value, range and item', async () => {
		const { failed, success } = await runNode(type, parameters, [row], {
			credential: credentialFor(gateway(), '31000', { restReasons: '1 Pause' }),
			onError: 'continueErrorOutput',
		});
		expect(gateway().requests).toHaveLength(0);
		expect(success).toEqual([]);
		expect(failed).toHaveLength(1);
		const { message, description, outcome } = failed[0] as Record<string, string>;
		expect(outcome).toBe('rejected');
		expect(message).toMatch(new RegExp(`^${label}: .*[^\\]]$`));
		expect(message).toMatch(value);
		expect(description).toMatch(allowed);
		expect(description).toMatch(/Nothing was sent for this item\.$/);
	});

	it('stops the workflow before any request with "Stop Workflow"', async () => {
		const { error, run } = await runNode(type, parameters, [row], {
			credential: credentialFor(gateway()),
		});
		expect(gateway().requests).toHaveLength(0);
		expect(run.status).toBe('error');
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			context: { itemIndex: 0 },
			message: expect.stringMatching(new RegExp(`^${label}: .*`)) as string,
			description: expect.stringMatching(/Nothing was sent for this item\.$/) as string,
		});
	});
});
