import { isInputRefusal } from '../../../gateway/answer/judge';
import { CANCELLED, carryOut, type Means, notAttempted } from '../../../gateway/answer/carryOut';
import type { Verdict } from '../../../gateway/answer/outcome';
import { redactor, remembering } from '../../../gateway/values/redact';
import type { Asked, Operation } from '../read/operation';
import type { Options } from '../read/options';
import { type Batch, batchesOf, type Entry } from './plan';
import { runSideBySide } from './schedule';
import type { RunSession } from '../session/runSession';

/** After so many requests in a row that could not reach the gateway, no more are sent. */
const UNREACHABLE_IN_A_ROW = 5;

/** After so many requests for one batch without anybody accepted, its text is taken to be refused. */
const REQUESTS_TO_FIND_SOMEBODY = 16;

const STOPPED = notAttempted(
	'an earlier item failed and this node stops at the first one',
	"To go on after a failed item, set 'On Error' in the settings of this node.",
);
const UNREACHABLE = notAttempted(
	`${UNREACHABLE_IN_A_ROW} requests in a row could not reach the gateway`,
	'Run the workflow again for the rest when the gateway is back.',
);

/** What sending needs to know and use. */
export interface Sending<A extends Asked> {
	operation: Operation<A>;
	options: Options;
	/** @param halt aborted when there are to be no further tries */
	meansOf: (session: RunSession, halt: AbortSignal) => Means;
	/** Whether the first failure ends the run. */
	stopAtFailure: boolean;
	cancelled: () => boolean;
}

/**
 * Sends all batches of a plan side by side and writes a verdict for every target into it. Never
 * throws for what a gateway did.
 */
export async function sendAll<A extends Asked>(
	{ operation, options, meansOf, stopAtFailure, cancelled }: Sending<A>,
	entries: ReadonlyArray<Entry<A>>,
): Promise<void> {
	let unreachableInARow = 0;
	let broken = false;
	let stopped = false;
	const halt = new AbortController();
	const redactorOf = remembering(redactor);

	/** Why nothing more may be sent at all. */
	const ended = (): Verdict | undefined => {
		if (cancelled()) return CANCELLED;
		return broken ? UNREACHABLE : undefined;
	};
	/** Why no new batch may be begun. */
	const halted = (): Verdict | undefined => ended() ?? (stopped ? STOPPED : undefined);

	const sendOne = async (asked: A, session: RunSession): Promise<Verdict> => {
		const verdict = await carryOut(
			operation.request(asked),
			options.maxTries,
			meansOf(session, halt.signal),
		);
		unreachableInARow = verdict.unreachable ? unreachableInARow + 1 : 0;
		broken ||= unreachableInARow >= UNREACHABLE_IN_A_ROW;
		if (ended()) halt.abort();
		const { retcode, message, result } = verdict;
		return { ...verdict, ...redactorOf(session.secrets())({ retcode, message, result }) };
	};

	/** Sends one part to targets. Those who were refused for one bad recipient among them are found by halving. */
	const sendPart = async (
		asked: A,
		targets: readonly number[],
		session: RunSession,
		settle: (targets: readonly number[], verdict: Verdict) => void,
	): Promise<void> => {
		const { recipients } = operation;
		if (recipients === undefined) {
			settle(targets, await sendOne(asked, session));
			return;
		}
		const queue = [targets];
		let requests = 0;
		let anybody = false;
		let refused: Verdict | undefined;
		for (let some = queue.shift(); some !== undefined; some = queue.shift()) {
			const inVain = !anybody && requests >= REQUESTS_TO_FIND_SOMEBODY ? refused : undefined;
			const noMore = requests > 0 ? (inVain ?? ended()) : undefined;
			if (noMore) {
				settle(some, noMore);
				continue;
			}
			const verdict = await sendOne(recipients.only(asked, some), session);
			requests++;
			if (verdict.outcome === 'accepted') anybody = true;
			if (isInputRefusal(verdict) && some.length > 1) {
				refused = verdict;
				const middle = Math.ceil(some.length / 2);
				queue.push(some.slice(0, middle), some.slice(middle));
			} else {
				settle(some, verdict);
			}
		}
	};

	const sendBatch = async ({ delivery, targets, firstPart }: Batch<A>): Promise<void> => {
		const { parts, session, verdicts, partsDone } = delivery;
		let remaining = targets;
		for (let part = firstPart; part < parts.length && remaining.length > 0; part++) {
			const asked = parts[part]!;
			const noMore = part > firstPart ? halted() : undefined;
			const accepted = new Set<number>();
			const settle = (some: readonly number[], verdict: Verdict) => {
				const last = part === parts.length - 1;
				for (const target of some) {
					if (verdict.outcome !== 'accepted' || last) {
						verdicts.set(target, inPart(verdict, part, parts.length));
					}
					if (verdict.outcome === 'accepted') {
						accepted.add(target);
						if (!last) partsDone.set(target, part + 1);
					}
				}
				if (stopAtFailure && verdict.outcome !== 'accepted') {
					stopped = true;
					halt.abort();
				}
			};
			if (noMore) settle(remaining, noMore);
			else await sendPart(asked, remaining, session, settle);
			remaining = remaining.filter((target) => accepted.has(target));
		}
	};

	await runSideBySide(
		batchesOf(operation, entries),
		options.concurrency,
		sendBatch,
		() => halted() !== undefined,
	);

	const rest = halted();
	if (rest === undefined) return;
	for (const entry of entries) {
		if ('refusal' in entry) continue;
		const { targets, verdicts } = entry.delivery;
		for (const target of targets) if (!verdicts.has(target)) verdicts.set(target, rest);
	}
}

/** Says which part of a split note a verdict is about. */
const inPart = (verdict: Verdict, part: number, parts: number): Verdict =>
	parts === 1 || verdict.outcome === 'accepted'
		? verdict
		: { ...verdict, partly: part > 0, meaning: `part ${part + 1} of ${parts}: ${verdict.meaning}` };
