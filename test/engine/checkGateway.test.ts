/** The node Check Gateway on n8n's engine, on a fast clock; `test/contract/check.test.ts` tests its questions. */
import type { IDataObject } from 'n8n-workflow';
import { allOf, CREDENTIAL_ID, credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { fastClock, useFastClock } from '../support/fastClock';
import { exampleWorkflow } from '../support/workflows';
import { PASSWORD, serviceAgentsOf, storedSession } from '../support/serviceAgents';

useFastClock(20);
const gateway = useGateway({
	clock: fastClock,
	switches: { wrongRecipient: 'others', guidScope: 'vdn', idRange: '2023' },
});
const { serviceAgent, signIns } = serviceAgentsOf(gateway);

const check = async (
	credential: ReturnType<typeof serviceAgent>['credential'],
	parameters: IDataObject = {},
	more = {},
) =>
	await runNode(
		'checkGateway',
		{ depth: 'questions', colleagueId: '', unusedId: '', ...parameters },
		[{ row: 1 }, { row: 2 }],
		{ credential, ...more },
	);

it('checks once for any number of items, and outputs the profile last', async () => {
	const { id, credential } = serviceAgent();
	const run = await check(credential, {
		depth: 'ownState',
		colleagueId: '31001',
		unusedId: 58_888,
	});
	const { success } = run;
	const profile = success.at(-1) as { id: string; profile: Record<string, string> };
	expect(profile.id).toBe('profile');
	expect(profile.profile).toMatchObject({
		guidHeader: 'both',
		wrongGuid: 'permission',
		contentType: 'needed',
		idRange: 'to59999',
		scope: 'vdn',
		statistics: 'yes',
		prolongIdle: 'yes',
		wrongRecipient: 'others',
		sixthQuery: 'busy',
	});
	expect(Object.keys(profile.profile)).toEqual(success.slice(0, -1).map((item) => item.id));
	expect(success.find((item) => item.id === 'wrongRecipient')).toMatchObject({
		question: 'Did a note that was refused for one wrong ID reach the others?',
		answer: 'Yes, it reached the others.',
		advice: expect.stringContaining("'Do Not Send Again'") as string,
	});
	expect(signIns()).toBe(1);
	expect(gateway().agent(id).state).toBe('busy');
	const reported = allOf(run.run, run.error);
	for (const secret of [PASSWORD, storedSession(credential).guid]) {
		expect(reported).not.toContain(secret);
	}
}, 60_000);

it('checks with a pasted Guid, and names the unanswered questions', async () => {
	const { success } = await check(credentialFor(gateway(), '31000'));
	const codes = Object.fromEntries(success.map(({ id, code }) => [id as string, code]));
	expect(codes).toMatchObject({
		guidHeader: 'notAsked',
		wrongGuid: 'permission',
		scope: 'notAsked',
	});
	expect(
		gateway().requests.every(
			({ method, path }) => method === 'GET' || path.endsWith('queryacdstat'),
		),
	).toBe(true);
}, 60_000);

it.each<[name: string, fields: IDataObject, parameters: IDataObject, message: RegExp]>([
	['the mode Guid per Item', { authentication: 'guidPerItem' }, {}, /'Guid per Item'$/],
	[
		'a Guid that is not honoured',
		{ guid: 'old.AgentGateway1' },
		{},
		/^The gateway could not be checked: /,
	],
	[
		'a colleague who is the agent itself',
		{},
		{ colleagueId: '31000' },
		/^Colleague Agent ID: 31000 is the agent/,
	],
	[
		'an ID that is none',
		{},
		{ depth: 'ownState', unusedId: '99' },
		/^Unused Agent ID: '99' is outside/,
	],
	[
		'a depth that is none',
		{},
		{ depth: '={{ "deep" }}' },
		/^Depth: the value is not one of the list/,
	],
])('refuses %s', async (_name, fields, parameters, message) => {
	const credential = credentialFor(gateway(), '31000', fields);
	const { error } = await check(credential, parameters);
	expect(error?.message).toMatch(message);
	const { success } = await check(credential, parameters, { onError: 'continueRegularOutput' });
	expect(success).toHaveLength(1);
	expect((success[0]?.error as IDataObject).message).toMatch(message);
});

it('leaves the session of an agent who is signed in elsewhere, and reports it', async () => {
	const { id, credential } = serviceAgent({ signedIn: true }, { takeOver: true });
	const { error } = await check(credential);
	expect(error?.message).toMatch(/100-002/);
	expect(gateway().agent(id).signedIn).toBe(true);
});

it('fills the workflow "Check the gateway" with answers and a profile', async () => {
	const { json, error } = await execute(exampleWorkflow('which-kind-of-gateway'), {
		credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
	});
	expect(error).toBeUndefined();
	expect(json('Answers')).toContainEqual({
		question: 'Can one session act for other agents?',
		answer: 'It can ask about others, and probably act for them.',
		meaning: expect.any(String) as string,
		advice: 'Try Set Busy with one agent next.',
	});
	expect(json('Profile')).toMatchObject([{ profile: { scope: 'vdn', idRange: 'to59999' } }]);
}, 60_000);
