/** Runs the questions of a check in order and puts the agent back as it was. */
import { agentStatus } from '../operations/agentStatus';
import { type Answer, CheckAbortedError, CheckStoppedError, noAnswer, skipped } from './answer';
import { type CheckAgents, CheckContext, type CheckAdapter } from './context';
import { GENERAL, MEANINGS, meaningOf } from './meanings';
import { type Depth, DEPTHS, type Question } from './question';
import { QUESTIONS, sixthQuery } from './questions';

/** One answer, as the node returns it. */
export interface CheckItem {
	id: string;
	question: string;
	answer: string;
	code: string;
	meaning: string;
	advice: string;
	evidence: Readonly<Record<string, unknown>>;
}

export interface CheckResult {
	items: CheckItem[];
	/** Codes by question, for a report and for the simulator. */
	profile: Record<string, string>;
	/** Facts that could not be put back, in sentences; mostly none. */
	warnings: string[];
}

export interface CheckRun {
	depth: Depth;
	agents: CheckAgents;
	adapter: CheckAdapter;
	/** The same adapter for putting the agent back: it does not end when the run is cancelled. */
	restoring: CheckAdapter;
}

/**
 * Asks all questions of a depth, in order. The agent's state is put back whatever happens.
 * @throws {CheckStoppedError} if no session can be opened, unless the reason is an answer itself
 */
export async function runCheck({
	depth,
	agents,
	adapter,
	restoring,
}: CheckRun): Promise<CheckResult> {
	const context = new CheckContext(agents, adapter);
	const questions = QUESTIONS.filter(
		(question) => DEPTHS.indexOf(question.depth) <= DEPTHS.indexOf(depth),
	);
	const answers = new Map<string, Answer>();
	const ask = async (question: Question): Promise<void> => {
		const answer = await answerTo(question, context);
		answers.set(question.id, answer);
		context.codes.set(question.id, answer.code);
	};
	await openSession(context);
	let warnings: string[] = [];
	try {
		for (const question of questions) await ask(question);
	} finally {
		warnings = await context.ownState.restore(new CheckContext(agents, restoring));
	}
	await ask(sixthQuery);
	await context.settled();
	const items = [...answers].map(([id, answer]) => itemOf(id, answer));
	const profile = Object.fromEntries(items.map(({ id, code }) => [id, code]));
	return { items, profile, warnings };
}

/** Opens the session. A Guid that the gateway does not accept would make every other answer wrong. */
async function openSession(context: CheckContext): Promise<void> {
	await context.send(agentStatus(context.agentId)).catch((error: unknown) => {
		// The sign-in says so itself, which is an answer.
		const mustChange =
			context.signInFacts?.mustChangePassword && error instanceof CheckStoppedError;
		if (!mustChange && !(error instanceof CheckAbortedError)) throw error;
	});
}

/** Asks one question. Never throws. */
async function answerTo(question: Question, context: CheckContext): Promise<Answer> {
	try {
		if (question.depth !== 'questions' || question === sixthQuery) await context.renewIfDue();
		return await question.ask(context);
	} catch (error) {
		if (error instanceof CheckAbortedError) return skipped('the check was cancelled');
		if (error instanceof CheckStoppedError) return skipped(error.reason);
		return noAnswer('something unexpected happened');
	}
}

function itemOf(id: string, { code, evidence = {}, reason }: Answer): CheckItem {
	const { answer, meaning, advice } = meaningOf(id, code);
	const because = reason === undefined ? '' : ` ${capitalized(reason)}.`;
	return {
		id,
		question: MEANINGS[id]?.question ?? id,
		answer: `${answer}${because}`,
		code,
		meaning,
		advice,
		evidence,
	};
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Codes that leave a question open. */
export const OPEN_CODES: readonly string[] = Object.keys(GENERAL);
