/** The message of a failed item: what happened, then what to do next. */
import { ownEntry } from '../../../gateway/http/exchange';
import { isSessionRefusal } from '../../../gateway/answer/judge';
import type { Explanation, Outcome, Verdict } from '../../../gateway/answer/outcome';
import { reasonOf } from '../../../gateway/answer/reason';
import { escapeHtml } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import type { OperationArguments, Operation } from '../read/operation';

/** What describing needs to know of a run. */
export interface DescribeContext<A extends OperationArguments> {
	operation: Pick<Operation<A>, 'explanations' | 'forOthers' | 'phrase' | 'remedies' | 'request'>;
	/** Undefined if the run was refused before they could be read. */
	settings: Settings | undefined;
	/** Whether the gateway accepted in this run that the session acts for another agent than its own. */
	actsForOthers: boolean;
}

/** Why something failed, in three lengths. */
export interface Failure {
	/** One sentence without a period. */
	message: string;
	/** Sentences, as HTML: what to do next, and what the gateway said. */
	description: string;
	/** A few words, as `reasonOf` gives them. */
	reason: string | undefined;
}

/** Describes what became of something that was asked and not accepted. */
export function describeFailure<A extends OperationArguments>(
	context: DescribeContext<A>,
	args: A,
	verdict: Verdict,
): Failure {
	const { operation } = context;
	const { subject, done } = operation.phrase(args);
	const probably = ofOperation(operation, args, verdict);
	const { meaning, remedy } = { ...verdict, ...probably, ...ofSession(context, args, verdict) };
	const inPart = verdict.partly ? `${subject} was ${done} only in part` : undefined;
	const sentence: Record<Outcome, string> = {
		accepted: `${subject} was ${done}`,
		rejected: inPart ?? `${subject} was not ${done}`,
		unknown: isQuestion(operation, args)
			? `${subject} was not ${done}`
			: `${subject} may or may not have been ${done}`,
		notAttempted: inPart ?? `${subject} was not ${done}, nothing was sent`,
	};
	const said =
		verdict.retcode === null
			? ''
			: ` The gateway answered ${verdict.retcode}${verdict.message ? `: ${withoutFullStop(verdict.message)}` : ''}.`;
	return {
		message: `${sentence[verdict.outcome]}: ${meaning}`,
		description: escapeHtml(`${remedy}${said}`),
		reason: reasonOf(verdict, probably?.short),
	};
}

const isQuestion = <A extends OperationArguments>(
	{ request }: Pick<Operation<A>, 'request'>,
	args: A,
): boolean => request(args).effect === 'readOnly';

/** What an operation knows better than the retcode says. */
function ofOperation<A extends OperationArguments>(
	operation: DescribeContext<A>['operation'],
	args: A,
	{ outcome, retcode }: Verdict,
): Partial<Explanation> | undefined {
	if (outcome === 'unknown' && isQuestion(operation, args)) {
		return { remedy: 'Run it again: a question changes nothing.' };
	}
	// What refused a later try says nothing about an earlier one that may have been carried out.
	if (outcome !== 'rejected' || retcode === null) return undefined;
	const explanation = ownEntry(operation.explanations ?? {}, retcode)?.(args);
	const remedy = ownEntry(operation.remedies ?? {}, retcode);
	return explanation ?? (remedy === undefined ? undefined : { remedy });
}

/** A text without the full stop and blanks at its end; the gateway may send very long ones. */
function withoutFullStop(text: string): string {
	let end = text.length;
	while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}

/** What a session refusal means beyond the retcode: whose session it was, and how it was opened. */
function ofSession<A extends OperationArguments>(
	{ operation, settings, actsForOthers }: DescribeContext<A>,
	{ agentId }: OperationArguments,
	verdict: Verdict,
): Pick<Explanation, 'meaning' | 'remedy'> | undefined {
	const authentication = settings?.authentication;
	if (authentication === undefined || authentication.mode === 'guidPerItem') return undefined;
	if (!isSessionRefusal(verdict)) return undefined;
	const owner = authentication.agentId;
	if (owner !== agentId) {
		const current =
			authentication.mode === 'guid'
				? `, and that the Guid in the credential, the one of agent ${owner}, is current`
				: '';
		const meaning = `agent ${agentId} is not signed in`;
		const remedy = `Check that agent ${agentId} is signed in${current}.`;
		if (actsForOthers) return { meaning, remedy };
		return {
			meaning: `${meaning}, or this session may not act for it`,
			remedy: `${remedy} If the gateway lets a session act for its own agent only, use the credential's mode 'Guid per Item'${operation.forOthers ? `, or ${operation.forOthers}` : ''}.`,
		};
	}
	if (authentication.mode === 'guid') return undefined;
	return {
		meaning: verdict.meaning,
		remedy: `The session was looked at and, where it was lost, opened anew; the gateway refused it again. Check that nobody else signs in as agent ${owner}: the credential needs an agent of its own.`,
	};
}
