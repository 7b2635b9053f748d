/** The questions of a check, asked one by one of a gateway that answers by script. */
import type { Answer } from '../../../../gateway/check/answer';
import type { CheckContext } from '../../../../gateway/check/context';
import { QUESTIONS, sixthQuery } from '../../../../gateway/check/questions';
import { accepted, TestCheck } from './checkHarness';

/** A new one for every test of a file that imports this module. */
export let check: TestCheck;

export const startAgain = (): void => {
	check = new TestCheck();
};
beforeEach(startAgain);

export const ask = async (id: string, context: CheckContext = check.context): Promise<Answer> => {
	const question = [...QUESTIONS, sixthQuery].find((one) => one.id === id);
	if (question === undefined) throw new Error('There is no such question');
	const answer = await question.ask(context);
	// The reason is a sentence without a period, for the codes that leave a question open.
	const reason = ['notAsked', 'noAnswer'].includes(answer.code) ? /^\S.{12,}[^.]$/ : /^none$/;
	expect(answer.reason ?? 'none').toMatch(reason);
	return answer;
};

export const codeOf = async (id: string, context?: CheckContext): Promise<string> =>
	(await ask(id, context)).code;

/** Where a Colleague Agent ID or an Unused Agent ID is missing. */
export const alone = (): CheckContext => check.contextOf({});

export const IDLE = accepted({ agentState: 4 });
export const BUSY = accepted({ agentState: 3 });
export const REST = accepted({ agentState: 8 });

export const NOTE = 'AgentOther_Note';
