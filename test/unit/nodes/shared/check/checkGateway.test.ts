/** What Check Gateway refuses, and what it shows of a check that ended early. */
import type { INodeProperties } from 'n8n-workflow';
import { checkGateway } from '../../../../../nodes/shared/check/checkGateway';
import { contextWith, type Fields } from '../session/sessionContexts';

const GUID: Fields = {
	gatewayUrl: 'https://check-gateway.test',
	authentication: 'guid',
	agentId: '31000',
	guid: 'c0ffee-c0ffee',
};

const field = (name: string, displayName: string): INodeProperties => ({
	name,
	displayName,
	type: 'string',
	default: '',
});

const FIELDS = {
	depth: field('depth', 'Depth'),
	colleagueId: field('colleagueId', 'Colleague Agent ID'),
	unusedId: field('unusedId', 'Unused Agent ID'),
};

interface Given {
	parameters?: Record<string, unknown>;
	items?: number;
	continues?: boolean;
	fields?: Fields | Error;
	signal?: AbortSignal;
	/** The gateway's answer to everything. */
	answer?: object;
	more?: object;
}

function check(given: Given = {}) {
	const { parameters = {}, items = 2, continues = false, fields = GUID, signal, more } = given;
	const { answer = { retcode: '0', message: 'success' } } = given;
	const all: Record<string, unknown> = { depth: 'questions', ...parameters };
	const { context } = contextWith(fields, {
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getNodeParameter: (name: string, _item: number, otherwise: unknown) =>
			name in all ? all[name] : otherwise,
		continueOnFail: () => continues,
		getExecutionCancelSignal: () => signal,
		getNode: () => ({
			name: 'Check',
			credentials: { ccGatewayApi: { id: '1', name: 'Gateway' } },
		}),
		helpers: {
			httpRequestWithAuthentication: async () => ({
				body: JSON.stringify(answer),
				statusCode: 200,
				headers: {},
			}),
		},
		...more,
	});
	return checkGateway(context, FIELDS);
}

const errorOf = async (given: Given): Promise<unknown> =>
	await check(given).then(
		() => 'It was checked',
		({ message, description }: Error & { description: string }) => ({ message, description }),
	);

it('outputs nothing without an input item', async () => {
	expect(await check({ items: 0, fields: new Error('not read') })).toEqual([[]]);
});

it.each<[string, Record<string, unknown>, string, string]>([
	[
		'a depth that is none',
		{ depth: 'deep' },
		'Depth: the value is not one of the list',
		'Choose one from the list, or let the expression yield one of: ',
	],
	[
		'the agent of the credential as a colleague',
		{ colleagueId: 31000 },
		'Colleague Agent ID: 31000 is the agent of the credential',
		'Give another agent, or leave the field empty.',
	],
	[
		'the agent of the credential as an unused ID',
		{ unusedId: '31000' },
		'Unused Agent ID: 31000 is the agent of the credential',
		'Give another agent, or leave the field empty.',
	],
	['an ID that is none', { unusedId: '99' }, "Unused Agent ID: '99' is outside 101 to 999999", ''],
])('refuses %s', async (_what, parameters, message, remedy) => {
	const description = expect.stringContaining(remedy.replace(/'/g, '&#39;')) as string;
	expect(await errorOf({ parameters })).toEqual({ message, description });
	expect(await check({ parameters, continues: true })).toEqual([
		[
			{
				json: { error: { message, description: expect.stringContaining(remedy) as string } },
				pairedItem: { item: 0 },
			},
		],
	]);
});

it('explains a Guid that the gateway does not accept, without showing the gateway its secrets', async () => {
	const answer = { retcode: '100-006', message: 'no session c0ffee-c0ffee' };
	expect(await errorOf({ answer })).toEqual({
		message:
			'The gateway could not be checked: the gateway does not accept the Guid of agent 31000',
		description:
			"Press 'Test' in the credential, and run the check again when the test is green. The check signs in once, and never ends the session of others.",
	});
});

it('says that it can be tried again after an unexpected error', async () => {
	const failing = (error: unknown): Given => ({
		more: {
			getExecutionCancelSignal: () => {
				throw error;
			},
		},
	});
	expect(await errorOf(failing(new Error('it is <late>')))).toEqual({
		message: 'The gateway could not be checked',
		description: 'Try again. It is &lt;late&gt;',
	});
	expect(await errorOf(failing('late'))).toEqual({
		message: 'The gateway could not be checked',
		description: 'Try again.',
	});
});
