/** What Check Gateway refuses, and what it shows of a check that ended early. */
import type { INodeProperties } from 'n8n-workflow';
import { noSession } from '../../../../../gateway/http/exchange';
import { SignInError } from '../../../../../gateway/session/signIn';
import { checkGateway } from '../../../../../nodes/shared/check/checkGateway';
import { contextWith, type Fields, SIGN_IN } from '../session/sessionContexts';

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
		'Choose one from the list, or let the expression yield one of: questions, ownState, ',
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

it.each(['', null, undefined])(
	'outputs an item per question, and the profile last (%j)',
	async (none) => {
		const parameters = { colleagueId: none, unusedId: none };
		const [items = []] = await check({ parameters, signal: AbortSignal.abort() });
		const profile = items.at(-1)?.json;
		const asked = items.slice(0, -1).map(({ json }) => json);
		expect(asked.length).toBeGreaterThan(5);
		expect(asked).toContainEqual({
			id: 'wrongGuid',
			question: 'What is a wrong Guid answered with?',
			answer: 'Not asked. The check was cancelled.',
			code: 'notAsked',
			meaning: 'This check does not answer the question.',
			advice: '',
			evidence: {},
		});
		expect(profile).toEqual({
			id: 'profile',
			question: 'All answers',
			answer: 'The codes of all answers.',
			code: 'profile',
			meaning: 'They describe this gateway.',
			advice: expect.stringMatching(/^Paste this item into the issue form /) as string,
			evidence: {},
			profile: Object.fromEntries(asked.map(({ id, code }) => [id as string, code])),
		});
		expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
	},
);

it('shows no password with the reason for a missing session', async () => {
	const password = 'a long password';
	const reason = { outcome: 'rejected', meaning: `no good: ${password}`, remedy: '' } as const;
	const failing = async () => await Promise.reject(new SignInError('other', noSession(reason)));
	const helpers = { httpRequestWithAuthentication: failing };
	expect(await errorOf({ fields: { ...SIGN_IN, password }, more: { helpers } })).toMatchObject({
		message: 'The gateway could not be checked: no good: •••',
	});
});
