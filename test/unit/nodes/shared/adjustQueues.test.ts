/** What protects the skill queues of an agent from an answer that does not list them. */
import type { Verdict } from '../../../../gateway/answer/outcome';
import { MAX_QUEUES_OF_AN_AGENT } from '../../../../gateway/operations/adjustSkillQueues';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { parseAgentId } from '../../../../gateway/values/agentId';
import {
	adjustQueues,
	adjustRequests,
	type QueueChange,
} from '../../../../nodes/shared/adjustQueues';
import { DEFAULT_OPTIONS } from '../../../../nodes/shared/read/options';
import { verdict } from '../../../support/verdicts';

const change = (fields: Partial<QueueChange> = {}): QueueChange => ({
	agentId: parseAgentId(31000),
	workNo: parseAgentId(31002),
	change: 'add',
	skillIds: [11],
	allowNone: false,
	...fields,
});

const agent = (fields: object = {}) => ({
	workno: '31002',
	name: 'Wei',
	status: 4,
	skilllist: [{ id: 12, name: 'Orders', mediatype: 5 }],
	...fields,
});

/** Changes the queues of an agent whose record the gateway answers with. */
async function adjust(
	read: Partial<Verdict>,
	fields: Partial<QueueChange> = {},
	readBefore = false,
) {
	const sent: GatewayRequest[] = [];
	const end = await adjustQueues(change(fields), {
		options: { ...DEFAULT_OPTIONS, readBefore },
		query: async (request) => {
			sent.push(request);
			return request.effect === 'readOnly' ? verdict(read) : verdict();
		},
	});
	return { end, sent: sent.map(({ effect, body }) => (effect === 'readOnly' ? 'read' : body)) };
}

it('sends the present queues with the new ones', async () => {
	const { end, sent } = await adjust({ result: agent() });
	expect(sent).toEqual(['read', { workNo: '31002', skills: [12, 11] }]);
	expect(end).toMatchObject({ outcome: 'accepted', found: [{ before: [{ id: 12 }] }] });
});

it('does not read the present queues for a replacement', async () => {
	const { end, sent } = await adjust({}, { change: 'replace' });
	expect(sent).toEqual([{ workNo: '31002', skills: [11] }]);
	expect(end.found).toEqual([{ before: null, after: [{ id: 11, name: null }] }]);
});

it('knows an empty list of queues from a missing one', async () => {
	const { sent } = await adjust({ result: [agent({ skilllist: [] })] });
	expect(sent).toEqual(['read', { workNo: '31002', skills: [11] }]);
});

it.each([
	['is about another agent', agent({ workno: '31003' }), /is about another agent, '31003'$/],
	['is empty', null, /says nothing about agent 31002$/],
	['does not list the queues', agent({ skilllist: undefined }), /the answer does not list them$/],
	['holds the queues as a text', agent({ skilllist: '12,13' }), /the answer does not list them$/],
	['lists queues without IDs', agent({ skilllist: [{ id: 12 }, { name: 'Orders' }] }), /not list/],
	['has no record in the first place', [null, agent()], /not list/],
	['begins with a number', [7, agent()], /not list/],
])('changes nothing if the answer %s', async (_, result, meaning) => {
	const { end, sent } = await adjust({ result });
	expect(sent).toEqual(['read']);
	expect(end).toMatchObject({
		...{ outcome: 'notAttempted', retry: 'never', aborted: true, retcode: null, result: null },
		meaning: expect.stringMatching(meaning) as string,
		remedy: 'Nothing was changed. Run it again.',
	});
	expect(end.meaning).toMatch(/^the present queues could not be read: /);
});

it.each([
	['rejected', 'rejected', 'Nothing was changed. Ask somebody.'],
	['notAttempted', 'notAttempted', 'Nothing was changed. Ask somebody.'],
	['unknown', 'notAttempted', 'Nothing was changed. Run it again.'],
] as const)('changes nothing if the look-up is %s', async (outcome, result, remedy) => {
	const refused = { outcome, meaning: 'it went wrong', remedy: 'Ask somebody.', result: agent() };
	const { end, sent } = await adjust(refused);
	expect(sent).toEqual(['read']);
	expect(end).toMatchObject({
		...{ outcome: result, remedy, result: null },
		meaning: 'the present queues could not be read: it went wrong',
	});
});

it('says of an agent who is signed out when to run it', async () => {
	const { end, sent } = await adjust({ result: agent({ status: 2 }) });
	expect(sent).toEqual(['read']);
	expect(end).toMatchObject({
		...{ outcome: 'rejected', retry: 'never', aborted: false },
		remedy: 'Nothing was changed. Run it when the agent is signed in.',
	});
});

it('leaves no agent without a queue, and says why', async () => {
	const { end } = await adjust({ result: agent() }, { change: 'remove', skillIds: [12] });
	expect(end).toMatchObject({
		meaning: 'the agent would be left without a skill queue',
		remedy: "Nothing was changed. If this is intended, switch on 'Allow No Queues'.",
	});
});

describe('the limit of queues', () => {
	const adding = async (count: number) =>
		await adjust(
			{ result: agent() },
			{ skillIds: Array.from({ length: count }, (_, i) => i + 100) },
		);

	it('is reached with as many as an agent can be in', async () => {
		const { end, sent } = await adding(MAX_QUEUES_OF_AN_AGENT - 1);
		expect(sent).toHaveLength(2);
		expect(end.outcome).toBe('accepted');
	});

	it('refuses one more, and still reports the queues', async () => {
		const { end, sent } = await adding(MAX_QUEUES_OF_AN_AGENT);
		expect(sent).toEqual(['read']);
		expect(end).toMatchObject({
			outcome: 'rejected',
			meaning: `the agent would be in ${MAX_QUEUES_OF_AN_AGENT + 1} skill queues`,
			remedy: `Nothing was changed. An agent can be in at most ${MAX_QUEUES_OF_AN_AGENT}.`,
			found: [{ before: [{ id: 12, name: 'Orders' }] }],
		});
	});
});

it.each([
	['add', 'present queues and 11, 13'],
	['remove', 'present queues but 11, 13'],
] as const)('names in a preview of %s the present queues in words', (kind, skills) => {
	const requests = adjustRequests(change({ change: kind, skillIds: [11, 13] }), DEFAULT_OPTIONS);
	expect(requests.map(({ effect }) => effect)).toEqual([
		'readOnly',
		expect.not.stringMatching(/^readOnly$/),
	]);
	expect(requests[1]?.body).toEqual({ workNo: '31002', skills });
});
