import type { IDataObject } from 'n8n-workflow';
import { credentialFor, ON_ERROR, runNode, useGateway } from '../support/nodeRunner';
import { NODE_SAMPLES } from '../support/samples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

/** node, parameters, label of the field, value as shown in the message, allowed values in the remedy */
type Row = [type: string, parameters: IDataObject, label: string, value: RegExp, allowed: RegExp];

const busy = { reason: 0 };
const note = { agentIds: '31001', content: 'x' };
const limit = { mediaType: '53', callnums: 5 };
const status = { customstate: { __rl: true, mode: 'code', value: '100' } };
const statusOf = (value: string) => ({ customstate: { __rl: true, mode: 'code', value } });
const anAgent = /101 to 999999/;

const reasonOf = (value: string) => ({ restcause: { __rl: true, mode: 'code', value } });
const rest = { agentId: '31001', minutes: 15, ...reasonOf('1'), prolong: false };
const forcedRest = { workNo: '31002', minutes: 15, ...reasonOf('1') };
const queueOf = (value: string) => ({ skillId: { __rl: true, mode: 'id', value } });
const find = { queues: 'one', ...queueOf('12'), states: [] };
/** The nodes with an inspector and another agent: label of that agent's field, and other required parameters. */
const INSPECTIONS: ReadonlyArray<[type: string, label: string, parameters: IDataObject]> = [
	['insertIntoCall', 'Agent ID to Barge In On', {}],
	['endInsert', 'Agent ID to Leave', {}],
	['forceBusy', 'Agent ID to Set Busy', {}],
	['forceIdle', 'Agent ID to Set Idle', {}],
	['forceRest', 'Agent ID to Send to Rest', forcedRest],
	['forceSignOut', 'Agent ID to Sign Out', { confirm: true }],
	['adjustSkillQueues', 'Agent ID to Change', { change: 'add', skillIds: [11] }],
];
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

// n8n itself refuses an empty fixed field: it names the field and does not start the workflow.
describe('a roster whose column is in the field of the acting agent', () => {
	const rosters: Array<[type: string, parameters: IDataObject, target: string, acting: string]> = [
		...INSPECTIONS.map(([type, label, parameters]): (typeof rosters)[number] => [
			type,
			{ ...parameters, workNo: '=' },
			label,
			'Inspector Agent ID',
		]),
		['getAgent', { workNo: '=' }, 'Agent ID to Look Up', 'Asking Agent ID'],
		['sendNote', { content: 'x', agentIds: '=' }, 'Recipient Agent IDs', 'Sender Agent ID'],
	];

	it.each(rosters)(
		'is refused with the right field for the column: %s %j',
		async (type, parameters, target, acting) => {
			const column = { ...parameters, agentId: '={{ $json.agent }}' };
			const setting = {
				credential: credentialFor(gateway()),
				onError: 'continueErrorOutput',
			} as const;
			const { failed } = await runNode(type, column, [{ agent: '31001' }], setting);
			expect(failed).toMatchObject([
				{
					message: `${target}: no agent ID was given`,
					description: `Leave '${acting}' empty; the agent goes into '${target}'. Nothing was sent for this item.`,
				},
			]);
			expect(gateway().requests).toEqual([]);
		},
	);
});

it.each([
	['setBusy', { ...busy, agentId: '{{ $json.agent }}' }, "Agent ID: '{{ $json.agent }}'"],
	[
		'sendNote',
		{ agentIds: '31001', content: 'Hello {{ $json.name }}' },
		"Content: 'Hello {{ $json.name }}'",
	],
	[
		'setCustomStatus',
		{ agentId: '31001', ...statusOf('{{ $json.x }}') },
		"Custom Status: '{{ $json.x }}'",
	],
])('%s refuses an expression in a fixed field: %j', async (type, parameters, shown) => {
	const { failed } = await runNode(type, parameters, [{ agent: '31001' }], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
	});
	expect(failed).toMatchObject([
		{
			message: `${shown} looks like an expression`,
			description: 'Switch the field to Expression. Nothing was sent for this item.',
		},
	]);
	expect(gateway().requests).toEqual([]);
});

it("ends n8n's message about an expression with exactly one full stop", async () => {
	const { failed } = await runNode(
		'setBusy',
		{ ...busy, agentId: '={{ $("Nobody").item }}' },
		[{}],
		{
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		},
	);
	expect(failed[0]?.description).toMatch(/n8n says: .*[^.]\. Nothing was sent for this item\.$/);
});

describe('one bad item among good ones', () => {
	const items = [{ agent: 31001 }, { agent: 'Bo' }, { agent: 31003 }, { agent: '' }];
	const parameters = { agentId: '={{ $json.agent }}', reason: 201 };

	it('fails alone, and the others are sent, if the node continues', async () => {
		const { success, failed } = await runNode('setBusy', parameters, items, {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(success.map(({ agentId }) => agentId)).toEqual(['31001', '31003']);
		expect(failed.map(({ message }) => message)).toEqual([
			"Agent ID: 'Bo' is not a whole number 101 to 999999 (item 2 of 4)",
			'Agent ID: an empty text is not a whole number 101 to 999999 (item 4 of 4)',
		]);
		expect(gateway().agent('31001').state).toBe('busy');
		expect(gateway().agent('31003').state).toBe('busy');
	});

	it('stops the run before any request with "Stop Workflow"', async () => {
		const { error } = await runNode('setBusy', parameters, items, {
			credential: credentialFor(gateway()),
		});
		expect(gateway().requests).toHaveLength(0);
		expect(error).toMatchObject({
			context: { itemIndex: 1 },
			message: "Agent ID: 'Bo' is not a whole number 101 to 999999",
			description: expect.stringContaining(
				'Of 4 items: 0 accepted, 2 rejected, 2 not attempted; the first that failed is item index 1 (the second).',
			) as string,
		});
	});
});

describe('values that look like code', () => {
	it('appear unchanged in the message', async () => {
		const { error } = await runNode(
			'setBusy',
			{ agentId: '={{ "employeeExists ENOENT" }}', reason: 0 },
			[{}],
			{
				credential: credentialFor(gateway()),
			},
		);
		expect(error?.message).toBe(
			"Agent ID: 'employeeExists ENOENT' is not a whole number 101 to 999999",
		);
	});

	it('are escaped where n8n renders HTML', async () => {
		const words = '201 <b>Lunch</b>';
		const { failed } = await runNode('setBusy', { agentId: '31001', reason: '={{ "x" }}' }, [{}], {
			credential: credentialFor(gateway(), '31000', { busyReasons: words }),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]?.description).toContain('&lt;b&gt;Lunch&lt;/b&gt;');
	});
});

describe('a Guid in the wrong column', () => {
	const guid = Array.from({ length: 66 }, (_, at) => 'abcdefghijk'[(at * at + at) % 11]).join('');
	const columns: Array<[string, IDataObject]> = [
		['setBusy', { agentId: '={{ $json.wrong }}', reason: 0 }],
		['setBusy', { agentId: '31001', reason: '={{ $json.wrong }}' }],
		['setCustomStatus', statusOf('={{ $json.wrong }}')],
		['setSessionLimit', { ...limit, callnums: '={{ $json.wrong }}' }],
		['insertIntoCall', { workNo: '={{ $json.wrong }}' }],
		['sendNote', { ...note, agentIds: '=31001, {{ $json.wrong }}' }],
	];

	it.each(columns)('stays out of the output of %s at any length: %j', async (type, parameters) => {
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await runNode(type, parameters, [{ wrong: guid }], {
				credential: credentialFor(gateway(), '31000', { guid }),
				onError,
			});
			const shown = JSON.stringify([success, failed, { ...error, message: error?.message }]);
			expect(shown).toContain('•••');
			for (let at = 0; at + 8 <= guid.length; at++) {
				expect(shown).not.toContain(guid.slice(at, at + 8));
			}
		}
	});

	it("stays out of the output if it is the credential's", async () => {
		const { error } = await runNode('setBusy', { reason: 0 }, [{}], {
			credential: credentialFor(gateway(), '31000', { guid, agentId: `31000 ${guid}` }),
		});
		expect(error?.message).toBe(
			"Agent ID in the credential: '31000 •••…' is not a whole number 101 to 999999. Nothing was sent.",
		);
	});
});

describe('an unusable credential', () => {
	it.each<[IDataObject, RegExp]>([
		[{ gatewayUrl: '' }, /^Gateway URL in the credential: no address was given/],
		[{ gatewayUrl: 'ftp://cc.example.com' }, /^Gateway URL .* does not speak 'ftp:'/],
		[
			{ gatewayUrl: 'https://me:hunter2@cc.example.com' },
			/^Gateway URL .* user name or a password/,
		],
		[{ guid: ' ' }, /^Guid in the credential: no Guid was given/],
		[{ agentId: '99' }, /^Agent ID in the credential: '99' is outside/],
		[{ trustedCa: 'nonsense' }, /^Trusted CA in the credential/],
		[
			{ busyReasons: '201 Lunch\n202 lunch' },
			/^Busy Reasons in the credential: the word 'lunch' stands for two codes, 201 and 202/,
		],
		[{ customStatuses: '100 A\n101 a' }, /^Custom Statuses in the credential/],
	])('%j stops the run with every On Error setting', async (fields, message) => {
		const credential = credentialFor(gateway(), '31000', fields);
		const rows = [{}, {}];

		const stopped = await runNode('setSessionLimit', limit, rows, { credential });
		expect(stopped.error?.message).toMatch(message);
		expect(stopped.error?.message).toMatch(/Nothing was sent\.$/);

		// Every item fails: if the node threw, n8n would pass on its input as a success.
		const separate = await runNode('setSessionLimit', limit, rows, {
			credential,
			onError: 'continueErrorOutput',
		});
		expect(separate.success).toEqual([]);
		expect(separate.failed.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
		expect(separate.failed[1]?.message).toMatch(message);

		const mixed = await runNode('setSessionLimit', limit, rows, {
			credential,
			onError: 'continueRegularOutput',
		});
		expect(mixed.success).toHaveLength(2);
		expect(mixed.success[0]).toMatchObject({
			outcome: 'rejected',
			error: { message: expect.stringMatching(message) as string },
		});

		for (const { run } of [stopped, separate, mixed]) {
			expect(JSON.stringify(run.data.resultData)).not.toContain('hunter2');
		}
		expect(gateway().requests).toHaveLength(0);
	});
});

it('fails every item if the credential does not exist', async () => {
	const { failed, success } = await runNode('setSessionLimit', limit, [{}, {}], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
		node: { credentials: { ccGatewayApi: { id: 'gone', name: 'Gone' } } },
	});
	expect(success).toEqual([]);
	expect(failed.map(({ message }) => message)).toEqual([
		'The credential does not exist on this n8n server, or no longer does (item 1 of 2)',
		'The credential does not exist on this n8n server, or no longer does (item 2 of 2)',
	]);
});

describe('an option outside its range', () => {
	it.each<[IDataObject, RegExp]>([
		[{ concurrency: 0 }, /^Option 'Concurrency': '0' is outside 1 to 50/],
		[{ concurrency: 51 }, /^Option 'Concurrency'/],
		[{ maxTries: 11 }, /^Option 'Tries per Request'/],
		[{ timeout: 'soon' }, /^Option 'Timeout \(Ms\)'/],
		[{ dryRun: 'perhaps' }, /^Option 'Dry Run'/],
	])('%j stops the run', async (options, message) => {
		const { error } = await runNode('setSessionLimit', { ...limit, options }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error?.message).toMatch(message);
		expect(gateway().requests).toHaveLength(0);
	});
});

it('reports a missing credential', async () => {
	const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], {
		credential: credentialFor(gateway()),
		node: { credentials: undefined },
	});
	expect(error).toMatchObject({
		message: 'No credential is chosen. Nothing was sent.',
		description: expect.stringContaining("field 'Credential'") as string,
	});
});

it.each(['setBusy', 'startRest', 'forceBusy'])(
	'refuses a waiting option of %s outside its range',
	async (type) => {
		const parameters = { ...rest, ...forcedRest, ...busy, agentId: '31000' };
		for (const seconds of [-1, 3601, 'long', 0.5]) {
			const { error } = await runNode(
				type,
				{ ...parameters, options: { waitForState: seconds } },
				[{}],
				{ credential: credentialFor(gateway()) },
			);
			expect(error?.message).toMatch(/^Option 'Wait for State \(Seconds\)': .* 0 to 3600/);
		}
		expect(gateway().requests).toHaveLength(0);
	},
);

describe('an empty roster', () => {
	it.each(NODE_SAMPLES)(
		'makes $type send nothing and output nothing',
		async ({ type, parameters }) => {
			const { run, runs } = await runNode(type, parameters, [], {
				credential: credentialFor(gateway()),
			});
			expect(run.status).toBe('success');
			expect(runs('Node').flatMap(({ data }) => data?.main?.flat() ?? [])).toEqual([]);
			expect(gateway().requests).toHaveLength(0);
		},
	);
});
