/** Runs the questions of a check in order and puts the agent back as it was. */
import { agentStatus } from '../operations/agentStatus';
import {
	type Answer,
	CheckAbortedError,
	CheckStoppedError,
	type GivenAnswer,
	noAnswer,
	notAsked,
} from './answer';
import { type CheckAgents, CheckContext, type CheckAdapter } from './context';
import { type Depth, DEPTHS, type Question } from './question';
import { QUESTIONS, sixthQuery } from './questions';

export interface CheckResult {
	/** In the order of asking. */
	answers: GivenAnswer[];
	/** Codes by question, for a report and for the simulator. */
	profile: Record<string, string>;
	/** Facts that could not be put back, in sentences; mostly none. */
	warnings: string[];
}

export interface CheckRun {
	depth: Depth;
	agents: CheckAgents;
	adapter: CheckAdapter;
	/** The adapter for putting the agent back: it is not aborted when the run is cancelled. */
	restoring: CheckAdapter;
}

/**
 * Asks all questions of a depth, in order. Puts the agent's state back in any case.
 * @throws {CheckStoppedError} if no session can be opened, unless the reason is an answer itself
 */
export async function runCheck({
	depth,
	agents,
	adapter,
	restoring,
}: CheckRun): Promise<CheckResult> {
	const context = new CheckContext(agents, adapter);
	const selected = QUESTIONS.filter(
		(question) => DEPTHS.indexOf(question.depth) <= DEPTHS.indexOf(depth),
	);
	const answers: GivenAnswer[] = [];
	const ask = async (question: Question): Promise<void> => {
		const answer = await answerTo(question, context);
		answers.push({ id: question.id, ...answer });
		context.codes.set(question.id, answer.code);
	};
	await openSession(context);
	let warnings: string[] = [];
	try {
		for (const question of selected) await ask(question);
	} finally {
		warnings = await context.ownState.restore(new CheckContext(agents, restoring));
	}
	await ask(sixthQuery);
	await context.settled();
	const profile = Object.fromEntries(answers.map(({ id, code }) => [id, code]));
	return { answers, profile, warnings };
}

/** Opens the session. A Guid that is not valid would make every other answer wrong. */
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
		if (error instanceof CheckAbortedError) return notAsked('the check was cancelled');
		if (error instanceof CheckStoppedError) return notAsked(error.reason);
		return noAnswer('something unexpected happened');
	}
}
