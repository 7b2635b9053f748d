import { isInputRefusal } from '../../../gateway/answer/judge';
import { sendWithRetries, type RetryContext } from '../../../gateway/answer/sendWithRetries';
import { truncateVerdict, limitValues } from '../../../gateway/answer/truncateVerdict';
import { LOOK_FIRST } from '../../../gateway/http/remedies';
import type { Verdict } from '../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../gateway/operations/request';
import { type Redact, redactor, memoizeRedactor } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import { type OperationArguments, isVerdict, type Operation } from '../read/operation';
import type { Options } from '../read/options';
import type { RunSession } from '../session/runSession';
import { RunBreaker } from './runBreaker';
import { type GroupOutcome, bisect } from './bisect';
import { type Batch, batchesOf, deliveriesOf, type PlanEntry } from './plan';
import { runConcurrently } from './runConcurrently';

/** Dependencies and settings of sending. */
export interface Sending<A extends OperationArguments> {
	operation: Operation<A>;
	options: Options;
	settings: Settings;
	/** @param breakerSignal aborted when requests must not be tried again */
	retryContextFor: (session: RunSession, breakerSignal: AbortSignal) => RetryContext;
	/** True if the first failure ends the run. */
	stopAtFailure: boolean;
	/** True once the execution was cancelled. */
	cancelled: () => boolean;
}

/** A run in progress. */
interface SendingRun<A extends OperationArguments> extends Sending<A> {
	breaker: RunBreaker;
	/** Lets other batches go ahead of this one. */
	releaseSlot: () => void;
	redactorOf: (secrets: readonly string[]) => Redact;
}

/** Stores the verdict of some targets. */
type Settle = (targets: readonly number[], verdict: Verdict) => void;

/** Sends all batches of a plan concurrently and stores a verdict for every target in it. Never throws. */
export async function sendAll<A extends OperationArguments>(
	sending: Sending<A>,
	entries: ReadonlyArray<PlanEntry<A>>,
): Promise<void> {
	const breaker = new RunBreaker(sending.cancelled);
	const run = { ...sending, breaker, redactorOf: memoizeRedactor(redactor) };
	await runConcurrently(
		batchesOf(run.operation, entries),
		run.options.concurrency,
		async (batch, releaseSlot) => await sendBatch({ ...run, releaseSlot }, batch),
		() => run.breaker.stopReason() !== undefined,
	);
	const rest = run.breaker.stopReason();
	if (rest === undefined) return;
	for (const { targets, verdicts } of deliveriesOf(entries)) {
		for (const target of targets) if (!verdicts.has(target)) verdicts.set(target, rest);
	}
}

/** Sends all parts of a batch, each only to the targets that received the previous one. */
async function sendBatch<A extends OperationArguments>(
	run: SendingRun<A>,
	{ delivery, targets, firstPart }: Batch<A>,
): Promise<void> {
	const { breaker, stopAtFailure } = run;
	const { parts, verdicts, partsDone } = delivery;
	let remaining = targets;
	for (const [part, args] of parts.entries()) {
		if (part < firstPart || remaining.length === 0) continue;
		const last = part === parts.length - 1;
		const accepted = new Set<number>();
		const settle: Settle = (some, verdict) => {
			const got = verdict.outcome === 'accepted';
			for (const target of some) {
				if (!got || last) verdicts.set(target, inPart(verdict, part, parts.length));
				if (got && !last) partsDone.set(target, part + 1);
				if (got) accepted.add(target);
			}
			if (!got && stopAtFailure) breaker.stop();
		};
		const noMore = breaker.stopReason();
		if (noMore) settle(remaining, noMore);
		else await sendPart(run, { args, session: delivery.session, targets: remaining }, settle);
		remaining = remaining.filter((target) => accepted.has(target));
	}
}

/** One part of a note and its recipients; for other operations the request. */
interface Part<A extends OperationArguments> {
	args: A;
	session: RunSession;
	targets: readonly number[];
}

/** Sends one part. Bisects the recipients if the gateway refuses them for one bad recipient. */
async function sendPart<A extends OperationArguments>(
	run: SendingRun<A>,
	{ args, session, targets }: Part<A>,
	settle: Settle,
): Promise<void> {
	const { recipients } = run.operation;
	if (recipients === undefined) {
		settle(targets, await sendOne(run, args, session));
		return;
	}
	const search = bisect(targets);
	let refusal: Verdict | undefined;
	let step = search.next('other');
	while (!step.done) {
		const group = step.value;
		const noMore = refusal && run.breaker.abortReason();
		const verdict = noMore ?? (await sendOne(run, recipients.only(args, group), session));
		const groupOutcome = groupOutcomeOf(verdict);
		if (
			groupOutcome === 'refused' &&
			group.length > 1 &&
			run.options.wrongRecipients === 'doNotSendAgain'
		) {
			settle(group, mayHaveReachedSome(verdict));
			return;
		}
		if (groupOutcome === 'refused') refusal = verdict;
		if (groupOutcome !== 'refused' || group.length === 1) settle(group, verdict);
		step = search.next(groupOutcome);
	}
	for (const group of step.value) if (refusal) settle(group, refusal);
}

/** A refusal of several recipients at a gateway that may have sent the note to some of them. */
const mayHaveReachedSome = (refusal: Verdict): Verdict => ({
	...refusal,
	outcome: 'unknown',
	retry: 'never',
	meaning: `the gateway refused the request as a whole, and it may have reached some (${refusal.meaning})`,
	remedy:
		"Check the recipients, and ask one of them whether the note came before you send it again. The option 'Wrong Recipients' is set to 'Do Not Send Again'.",
});

const groupOutcomeOf = (verdict: Verdict): GroupOutcome =>
	isInputRefusal(verdict) ? 'refused' : verdict.outcome === 'accepted' ? 'accepted' : 'other';

/** The verdict of a request during which an unexpected error occurred. */
const IN_DOUBT: Verdict = {
	outcome: 'unknown',
	retry: 'never',
	meaning: 'an unexpected error occurred while it was being sent or its answer was read',
	remedy: `${LOOK_FIRST} If it happens again, please report it to the makers of this node.`,
	retcode: null,
	message: null,
	result: null,
};

/** Sends one request of an operation. Never throws: what is already known of other requests must not be lost. */
async function sendOne<A extends OperationArguments>(
	run: SendingRun<A>,
	args: A,
	session: RunSession,
): Promise<Verdict> {
	try {
		return truncateVerdict(await sendWhole(run, args, session));
	} catch {
		return IN_DOUBT;
	}
}

/** Sends the request or the steps of an operation, then its follow-up requests, and reads the answer. */
async function sendWhole<A extends OperationArguments>(
	run: SendingRun<A>,
	args: A,
	session: RunSession,
): Promise<Verdict> {
	const { operation, options, settings, breaker, releaseSlot } = run;
	const context = run.retryContextFor(session, breaker.signal);
	const query = async (request: GatewayRequest) =>
		await sendAndRedact(run, request, session, context);
	const { sleep, aborted } = context;
	const operationContext = { settings, options, query, releaseSlot, sleep, aborted };
	if (operation.steps) return await operation.steps(args, operationContext);
	const verdict = await query(operation.request(args));
	if (verdict.outcome !== 'accepted') return verdict;
	const found = operation.answers?.(verdict.result, args);
	if (found !== undefined && !Array.isArray(found)) {
		return { ...verdict, outcome: 'unknown', meaning: found.meaning, remedy: LOOK_FIRST };
	}
	const hint = operation.hint?.(verdict.result, found?.length ?? 0);
	if (operation.simplify?.(args)) verdict.result = null;
	if (operation.followUp === undefined) return { ...verdict, found, hint };
	const end = await operation.followUp(args, operationContext);
	if (isVerdict(end)) return end;
	return { ...verdict, found: (found ?? [{}]).map((fields) => ({ ...fields, ...end })), hint };
}

/** Sends one request, with retries, and redacts the secrets in the answer. */
async function sendAndRedact<A extends OperationArguments>(
	{ options, breaker, redactorOf }: SendingRun<A>,
	request: GatewayRequest,
	session: RunSession,
	context: RetryContext,
): Promise<Verdict> {
	const verdict = await sendWithRetries(request, options.maxTries, context);
	breaker.record(verdict);
	const { retcode, message } = verdict;
	const result = limitValues(verdict.result);
	return { ...verdict, ...redactorOf(session.secrets())({ retcode, message, result }) };
}

/** Adds the part of a split note to its verdict. */
const inPart = (verdict: Verdict, part: number, parts: number): Verdict =>
	parts === 1 || verdict.outcome === 'accepted'
		? verdict
		: { ...verdict, partly: part > 0, meaning: `part ${part + 1} of ${parts}: ${verdict.meaning}` };
