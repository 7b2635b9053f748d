/** Refused items: columns in wrong fields, expressions, one bad item among good ones, Guids, empty input. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, ON_ERROR, runNode, useGateway } from '../support/nodeRunner';
import { NODE_SAMPLES } from '../support/samples';
import { busy, note, limit, statusOf, INSPECTIONS } from './inputSamples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

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
