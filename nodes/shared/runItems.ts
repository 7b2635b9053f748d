import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { CANCELLED, carryOut, notAttempted } from '../../gateway/carryOut';
import type { Verdict } from '../../gateway/outcome';
import { redactor } from '../../gateway/redact';
import { type ItemReader, itemReaders, Refusal } from './itemReader';
import type { Asked, Operation } from './operation';
import { type Options, readOptions } from './options';
import { type Entry, type Piece, report, reportRefusedRun } from './report';
import { type Job, runSideBySide } from './schedule';
import { openSessions, type Session, type Sessions } from './sessions';
import { means } from './transport';

/** After so many requests in a row that could not reach the gateway, no more are sent. */
const UNREACHABLE_IN_A_ROW = 5;

const STOPPED = notAttempted(
	'an earlier item failed and this node stops at the first one',
	"To go on after a failed item, set 'On Error' in the settings of this node.",
);
const UNREACHABLE = notAttempted(
	`${UNREACHABLE_IN_A_ROW} requests in a row could not reach the gateway`,
	'Run the workflow again for the rest when the gateway is back.',
);

/** One request of an item. It is built when its turn comes, and not kept. */
interface PieceJob<A extends Asked> extends Job {
	piece: Piece<A>;
	session: Session;
}

/**
 * Runs an operation over all input items: reads and checks every item before the first request,
 * sends them side by side within the rules of the design, and reports one output item per input
 * item, in order.
 * @throws {NodeApiError | NodeOperationError} only if the node is set to stop at a failed item, or the run
 *   as a whole is not possible; nothing has been sent in the latter case
 */
export async function runItems<A extends Asked>(
	context: IExecuteFunctions,
	operation: Operation<A>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const prepared = await prepareRun(context, items.length);
	if (prepared instanceof Refusal) return [reportRefusedRun(context, operation, items, prepared)];
	const { options, sessions } = prepared;

	const readerOf = itemReaders(context, sessions.settings);
	const entries = items.map((item, index) => checkItem(operation, sessions, item, readerOf(index)));
	const sendsNothing =
		options.dryRun || (!context.continueOnFail() && entries.some((entry) => 'refusal' in entry));
	if (!sendsNothing) await sendAll(context, operation, sessions, options, entries);

	return [report({ context, operation, settings: sessions.settings, options, items, entries })];
}

/** Options and credential of a run, or why there can be none. */
async function prepareRun(
	context: IExecuteFunctions,
	itemCount: number,
): Promise<{ options: Options; sessions: Sessions } | Refusal> {
	try {
		const options = readOptions(context);
		return { options, sessions: await openSessions(context, itemCount) };
	} catch (error) {
		if (error instanceof Refusal) return error;
		return new Refusal('The options could not be read', 'Check their values.', {});
	}
}

/** What the gateway itself said, without the Guid that it may have echoed. */
const redact = ({ guid }: Session, { retcode, message, result }: Verdict) =>
	redactor([guid])({ retcode, message, result });

function checkItem<A extends Asked>(
	operation: Operation<A>,
	sessions: Sessions,
	item: INodeExecutionData,
	reader: ItemReader,
): Entry<A> {
	try {
		const asked = operation.read(reader);
		const session = sessions.of(item, asked);
		const pieces = inPieces(operation, asked).map((piece): Piece<A> => ({ asked: piece }));
		return { asked, session, pieces };
	} catch (error) {
		if (error instanceof Refusal) return { refusal: error };
		return { refusal: new Refusal('The item could not be read', 'Check its values.', {}) };
	}
}

/** What one item asks, in the portions that the gateway takes. */
function inPieces<A extends Asked>({ recipients }: Operation<A>, asked: A): A[] {
	if (recipients === undefined) return [asked];
	const all = recipients.of(asked);
	const pieces: A[] = [];
	for (let start = 0; start < all.length; start += recipients.atMost) {
		pieces.push(recipients.only(asked, all.slice(start, start + recipients.atMost)));
	}
	return pieces;
}

function* jobsOf<A extends Asked>(
	operation: Operation<A>,
	entries: ReadonlyArray<Entry<A>>,
): Generator<PieceJob<A>> {
	for (const entry of entries) {
		if ('refusal' in entry) continue;
		const lane = operation.recipients ? undefined : entry.asked.agentId;
		for (const piece of entry.pieces) yield { piece, session: entry.session, lane };
	}
}

async function sendAll<A extends Asked>(
	context: IExecuteFunctions,
	operation: Operation<A>,
	sessions: Sessions,
	options: Options,
	entries: ReadonlyArray<Entry<A>>,
): Promise<void> {
	const meansOf = means(context, sessions, options);
	const signal = context.getExecutionCancelSignal();
	const stopAtFailure = !context.continueOnFail();
	let halt: Verdict | undefined;
	let unreachableInARow = 0;

	const send = async ({ piece, session }: PieceJob<A>) => {
		const request = operation.request(piece.asked);
		const verdict = await carryOut(request, options.maxTries, meansOf(session));
		piece.verdict = { ...verdict, ...redact(session, verdict) };

		unreachableInARow = verdict.unreachable ? unreachableInARow + 1 : 0;
		if (unreachableInARow >= UNREACHABLE_IN_A_ROW) halt ??= UNREACHABLE;
		if (stopAtFailure && verdict.outcome !== 'accepted') halt ??= STOPPED;
	};
	const halted = () => {
		if (signal?.aborted) halt ??= CANCELLED;
		return halt !== undefined;
	};
	await runSideBySide(jobsOf(operation, entries), options.concurrency, send, halted);

	for (const entry of entries) {
		if ('refusal' in entry) continue;
		for (const piece of entry.pieces) piece.verdict ??= halt;
	}
}
