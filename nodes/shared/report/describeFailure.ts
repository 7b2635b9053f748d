/** The message of a failed item: what happened, then what to do next. */
import { ownEntry } from '../../../gateway/values/ownEntry';
import { isSessionRefusal } from '../../../gateway/answer/judge';
import type { Explanation, Outcome, Verdict } from '../../../gateway/answer/outcome';
import { reasonOf } from '../../../gateway/answer/reason';
import { escapeHtml } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import type { OperationArguments, Operation } from '../read/operation';

/** The data of a run that a description needs. */
export interface DescribeContext<A extends OperationArguments> {
	operation: Pick<Operation<A>, 'explanations' | 'forOthers' | 'phrase' | 'remedies' | 'request'>;
	/** Undefined if the run was refused before they could be read. */
	settings: Settings | undefined;
	/** True if the gateway accepted in this run that the session acts for another agent than its own. */
	actsForOthers: boolean;
}

/** The cause of a failure, in three lengths. */
export interface Failure {
	/** One sentence without a period. */
	message: string;
	/** Sentences, as HTML: the next step, and the gateway's own words. */
	description: string;
	/** A few words, as `reasonOf` gives them. */
	reason: string | undefined;
}

/** Describes a verdict that is not an accepted one. */
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

/** The operation's own description, where it knows more than the retcode says. */
function ofOperation<A extends OperationArguments>(
	operation: DescribeContext<A>['operation'],
	args: A,
	{ outcome, retcode }: Verdict,
): Partial<Explanation> | undefined {
	if (outcome === 'unknown' && isQuestion(operation, args)) {
		return { remedy: 'Run it again: a question changes nothing.' };
	}
	// The refusal of a later try says nothing about an earlier one that may have been carried out.
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

/** The meaning of a session refusal beyond the retcode: the agent of the session, and the way it was opened. */
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
		remedy: `The session was checked and, if lost, opened again; the gateway refused it again. Check that no one else signs in as agent ${owner}: the credential needs an agent of its own.`,
	};
}
