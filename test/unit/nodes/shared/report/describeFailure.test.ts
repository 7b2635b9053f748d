import type { Verdict } from '../../../../../gateway/answer/outcome';
import { setBusy, type SetBusyArguments } from '../../../../../gateway/operations/setBusy';
import { listQueues } from '../../../../../gateway/operations/listQueues';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import type { Settings } from '../../../../../gateway/values/settings';
import {
	describeFailure,
	type DescribeContext,
} from '../../../../../nodes/shared/report/describeFailure';

const owner = parseAgentId(31000);
const other = parseAgentId(31002);

const settingsOf = (mode: 'guid' | 'signIn' | 'guidPerItem') =>
	({ authentication: { mode, agentId: owner } }) as unknown as Settings;

const contextOf = (
	context: Partial<Omit<DescribeContext<SetBusyArguments>, 'operation'>> & {
		operation?: Partial<DescribeContext<SetBusyArguments>['operation']>;
	} = {},
): DescribeContext<SetBusyArguments> => ({
	settings: undefined,
	actsForOthers: false,
	...context,
	operation: {
		request: setBusy,
		phrase: ({ agentId }) => ({ subject: `Agent ${agentId}`, done: 'set busy' }),
		...context.operation,
	},
});

const question = { request: () => listQueues(owner) };

const args = (agentId = owner): SetBusyArguments => ({ agentId, reason: 0, prolong: false });

const verdict = (fields: Partial<Verdict>): Verdict => ({
	outcome: 'rejected',
	retry: 'never',
	meaning: 'it was refused',
	remedy: 'Look first.',
	retcode: null,
	message: null,
	result: null,
	...fields,
});

describe('the sentence', () => {
	it.each([
		[{ outcome: 'rejected' }, 'Agent 31000 was not set busy: it was refused'],
		[{ outcome: 'unknown' }, 'Agent 31000 may or may not have been set busy: it was refused'],
		[{ outcome: 'notAttempted' }, 'Agent 31000 was not set busy, nothing was sent: it was refused'],
		[
			{ outcome: 'rejected', partly: true },
			'Agent 31000 was set busy only in part: it was refused',
		],
		[
			{ outcome: 'notAttempted', partly: true },
			'Agent 31000 was set busy only in part: it was refused',
		],
		[
			{ outcome: 'unknown', partly: true },
			'Agent 31000 may or may not have been set busy: it was refused',
		],
	] as const)('for %j is: %s', (fields, message) => {
		expect(describeFailure(contextOf(), args(), verdict(fields)).message).toBe(message);
	});

	it('for a question whose answer is unknown says that there is none, and to ask again', () => {
		const failure = describeFailure(
			contextOf({ operation: question }),
			args(),
			verdict({ outcome: 'unknown' }),
		);
		expect(failure.message).toBe('Agent 31000 was not set busy: it was refused');
		expect(failure.description).toBe('Run it again: a question changes nothing.');
	});

	it('for a question that was refused keeps the remedy of the refusal', () => {
		const { description } = describeFailure(
			contextOf({ operation: question }),
			args(),
			verdict({}),
		);
		expect(description).toBe('Look first.');
	});
});

describe("the gateway's own words", () => {
	it.each([
		[{ retcode: null }, 'Look first.'],
		[{ retcode: null, message: 'ignored' }, 'Look first.'],
		[{ retcode: '100-009' }, 'Look first. The gateway answered 100-009.'],
		[{ retcode: '100-009', message: '' }, 'Look first. The gateway answered 100-009.'],
		[{ retcode: '100-009', message: 'Busy' }, 'Look first. The gateway answered 100-009: Busy.'],
		[
			{ retcode: '100-009', message: 'Is it v1.2? It is. . \n' },
			'Look first. The gateway answered 100-009: Is it v1.2? It is.',
		],
		[{ retcode: '100-009', message: '. . ' }, 'Look first. The gateway answered 100-009: .'],
		[
			{ retcode: '100-009', message: '<b>no</b>' },
			'Look first. The gateway answered 100-009: &lt;b&gt;no&lt;/b&gt;.',
		],
	])('for %j are appended: %s', (fields, description) => {
		expect(describeFailure(contextOf(), args(), verdict(fields)).description).toBe(description);
	});
});

describe('what the operation knows of a retcode', () => {
	const explained = {
		explanations: {
			'100-009': ({ prolong }: SetBusyArguments) =>
				prolong ? undefined : { meaning: 'it is busy already', remedy: 'Prolong.', short: 'busy' },
		},
		remedies: { '100-009': 'Wait.', '100-010': 'Ask.' },
	};
	const describeIn = (fields: Partial<Verdict>, prolong = false) =>
		describeFailure(
			contextOf({ operation: explained }),
			{ ...args(), prolong },
			verdict({ retcode: '100-009', ...fields }),
		);

	it('takes the place of the meaning, the remedy and the reason', () => {
		expect(describeIn({})).toEqual({
			message: 'Agent 31000 was not set busy: it is busy already',
			description: 'Prolong. The gateway answered 100-009.',
			reason: 'busy (100-009)',
		});
	});

	it('is its remedy alone where it explains nothing', () => {
		expect(describeIn({}, true)).toMatchObject({
			message: 'Agent 31000 was not set busy: it was refused',
			description: 'Wait. The gateway answered 100-009.',
		});
		expect(describeIn({ retcode: '100-010' }).description).toMatch(/^Ask\. /);
	});

	it.each([
		{ outcome: 'unknown' },
		{ outcome: 'notAttempted' },
		{ retcode: '100-011' },
		{ retcode: 'toString' },
	] as const)('is no matter for %j', (fields) => {
		const { message, description } = describeIn(fields);
		expect(message).toMatch(/: it was refused$/);
		expect(description).toMatch(/^Look first\./);
	});
});

/** A retcode of the class session. */
const lost = { retcode: '100-006', meaning: 'it is not signed in' };

describe('a refusal of the session', () => {
	const forAgent = (
		agentId: typeof owner,
		mode: 'guid' | 'signIn' | 'guidPerItem',
		{
			fields = lost,
			...context
		}: Parameters<typeof contextOf>[0] & { fields?: Partial<Verdict> } = {},
	) => {
		const { message, description } = describeFailure(
			contextOf({ settings: settingsOf(mode), ...context }),
			args(agentId),
			verdict(fields),
		);
		return [
			message.replace(/^Agent \d+ was not set busy: /, ''),
			description.replace(/ The gateway answered 100-006\.$/, ''),
		];
	};

	it('of another agent may also mean that the session may not act for it', () => {
		expect(forAgent(other, 'signIn')).toEqual([
			'agent 31002 is not signed in, or this session may not act for it',
			"Check that agent 31002 is signed in. If the gateway lets a session act for its own agent only, use the credential's mode 'Guid per Item'.",
		]);
	});

	it('of another agent names the way of the operation, too', () => {
		const operation = { forOthers: 'the node Force Busy' };
		expect(forAgent(other, 'signIn', { operation })[1]).toMatch(
			/use the credential's mode 'Guid per Item', or the node Force Busy\.$/,
		);
	});

	it('of another agent in the mode guid may also mean that the Guid is an old one', () => {
		expect(forAgent(other, 'guid')[1]).toMatch(
			/^Check that agent 31002 is signed in, and that the Guid in the credential, the one of agent 31000, is current\. If/,
		);
	});

	it('of another agent only means that it is not signed in where the session acts for others', () => {
		expect(forAgent(other, 'signIn', { actsForOthers: true })).toEqual([
			'agent 31002 is not signed in',
			'Check that agent 31002 is signed in.',
		]);
	});

	it('of the own agent after a sign-in asks who else signs in', () => {
		expect(forAgent(owner, 'signIn')).toEqual([
			'it is not signed in',
			'The session was checked and, if lost, opened again; the gateway refused it again. Check that no one else signs in as agent 31000: the credential needs an agent of its own.',
		]);
	});

	it.each([
		['the own agent in the mode guid', owner, 'guid', lost],
		['the own agent in the mode guidPerItem', owner, 'guidPerItem', lost],
		['another agent in the mode guidPerItem', other, 'guidPerItem', lost],
		['another agent for another reason', other, 'signIn', { retcode: '100-009' }],
	] as const)('of %s keeps its own meaning and remedy', (_, agentId, mode, fields) => {
		const [meaning, remedy] = forAgent(agentId, mode, {
			fields: { ...fields, meaning: 'it is what it is' },
		});
		expect(meaning).toBe('it is what it is');
		expect(remedy).toMatch(/^Look first\./);
	});

	it('has no settings where the run was refused as a whole', () => {
		expect(forAgent(other, 'signIn', { settings: undefined })).toEqual([
			'it is not signed in',
			'Look first.',
		]);
	});
});
