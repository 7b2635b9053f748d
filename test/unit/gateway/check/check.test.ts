/** A whole check against a gateway that answers by script. */
import { runCheck } from '../../../../gateway/check/check';
import { CheckStoppedError } from '../../../../gateway/check/answer';
import type { Depth } from '../../../../gateway/check/question';
import { QUESTIONS } from '../../../../gateway/check/questions';
import { AWAY } from '../polling/pollerHarness';
import { SERVICE_AGENT_ID } from '../../../support/serviceAccount';
import { accepted, COLLEAGUE, LABELS, LOST, TestCheck, UNUSED } from './checkHarness';

let check: TestCheck;
beforeEach(() => {
	check = new TestCheck();
	check.script.agentstatus = accepted({ agentState: 4 });
});

const run = async (depth: Depth = 'questions', restoring = check.adapter) =>
	await runCheck({
		depth,
		agents: {
			agentId: SERVICE_AGENT_ID,
			colleagueId: COLLEAGUE,
			unusedId: UNUSED,
			labels: LABELS,
		},
		adapter: check.adapter,
		restoring,
	});

it.each<[Depth, readonly Depth[]]>([
	['questions', ['questions']],
	['ownState', ['questions', 'ownState']],
	['wait', ['questions', 'ownState', 'wait']],
])(
	'of the depth %s asks the questions of %j in order, and the sixth query last',
	async (depth, all) => {
		const { answers, profile } = await run(depth);
		const ids = QUESTIONS.filter((question) => all.includes(question.depth)).map(({ id }) => id);
		expect(answers.map(({ id }) => id)).toEqual([...ids, 'sixthQuery']);
		expect(profile).toEqual(Object.fromEntries(answers.map(({ id, code }) => [id, code])));
	},
);

it('answers with the code, what was seen, and why a question stays open', async () => {
	const { answers } = await run();
	expect(answers.find(({ id }) => id === 'lookUp')).toEqual({
		id: 'lookUp',
		code: 'yes',
		evidence: { status: 200, retcode: '0' },
	});
	expect(answers.find(({ id }) => id === 'guidHeader')).toMatchObject({
		code: 'notAsked',
		reason: expect.stringMatching(/^the answer to the sign-in is not known: /) as string,
	});
});

it('lets later questions know the earlier answers', async () => {
	check.learnedBySignIn = { cookieNames: [] };
	const { profile } = await run();
	expect(profile).toMatchObject({ cookies: 'none', cookiesNeeded: 'notNeeded' });
});

it('goes on after an unexpected error', async () => {
	check.onVariant = ({ withoutContentType }) => {
		if (withoutContentType) throw new Error('unforeseen');
		return undefined;
	};
	const { answers } = await run();
	expect(answers.find(({ id }) => id === 'contentType')).toMatchObject({
		code: 'noAnswer',
		reason: 'something unexpected happened',
	});
	expect(answers.at(-1)).toMatchObject({ id: 'sixthQuery', code: 'served' });
});

it('that is cancelled says so in every further answer, and puts the agent back', async () => {
	const restoring = { ...check.adapter, aborted: () => false };
	const push = check.sent.push.bind(check.sent);
	check.sent.push = (...sent) => {
		if (sent.some(({ path }) => path.endsWith('saybusy'))) check.aborted = true;
		return push(...sent);
	};
	const { answers, warnings } = await run('wait', restoring);
	expect(answers.at(-1)).toMatchObject({
		code: 'notAsked',
		reason: 'the check was cancelled',
	});
	expect(answers.find(({ id }) => id === 'busyAgain')).toMatchObject({ code: 'notAsked' });
	expect(warnings).toEqual([]);
	expect(check.paths.at(-1)).toBe('agentstatus');
});

it('reports what could not be put back', async () => {
	const refused = { ...check.script };
	check.script = { saybusy: accepted(), ...refused };
	const push = check.sent.push.bind(check.sent);
	check.sent.push = (...sent) => {
		if (sent.some(({ path }) => path.endsWith('saybusy'))) check.script.agentstatus = LOST;
		return push(...sent);
	};
	const { warnings } = await run('ownState');
	expect(warnings).toContain(
		'Agent 31900 was idle before, and could not be put back. Do it by hand.',
	);
});

it('stops without a session', async () => {
	check.refusal = { ...AWAY, retcode: '100-002' };
	await expect(run()).rejects.toThrow(CheckStoppedError);
	expect(check.sent).toEqual([]);
});

it('reports a password that must be changed, in place of a session', async () => {
	check.learn({ mustChangePassword: true });
	check.refusal = { ...AWAY, meaning: 'the password must be changed first' };
	const { answers, profile } = await run();
	expect(profile.password).toBe('change');
	expect(answers.find(({ id }) => id === 'lookUp')?.reason).toBe(
		'the password must be changed first',
	);
});

it('cancelled before its first request sends none', async () => {
	check.aborted = true;
	const { answers } = await run('questions');
	expect(answers.find(({ id }) => id === 'lookUp')?.code).toBe('notAsked');
	expect(check.sent).toEqual([]);
});
