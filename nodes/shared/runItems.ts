import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { remembering, thoroughRedactor } from '../../gateway/values/redact';
import { itemReaders } from './read/item';
import { Refusal } from './read/refusal';
import { type Ledger, openLedger } from './send/ledger';
import type { Asked, Operation } from './read/operation';
import { type Options, readOptions } from './read/options';
import { type Checked, deliveriesOf, type Entry, plan } from './send/plan';
import { report, reportRefusedRun } from './report/report';
import { means } from './send/means';
import { sendAll } from './send/sendAll';
import { openSessions, type Sessions } from './session/sessions';

/** A language model may not send more notes than this at once, whatever the node allows. */
const MAX_RECIPIENTS_OF_A_TOOL = 100;

/**
 * Runs an operation over all input items: reads and checks every item before the first request,
 * sends them side by side within the rules of the design, and reports what became of every item,
 * in order.
 * @throws {NodeApiError | NodeOperationError} only if the node is set to stop at a failed item; nothing has
 *   been sent if the run as a whole is not possible
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

	const checked = checkItems(context, operation, options, sessions, items);
	const ledger = options.dryRun ? undefined : ledgerFor(context, operation, checked);
	const entries = plan(operation, checked, options.combineItems, ledger);
	const tooMany = overLimit(context, operation, options, entries);
	if (tooMany) return [reportRefusedRun(context, operation, items, tooMany)];

	const stopAtFailure = !context.continueOnFail();
	const refused = stopAtFailure && entries.some((entry) => 'refusal' in entry);
	if (!options.dryRun && !refused) {
		const signal = context.getExecutionCancelSignal();
		const cancelled = () => signal?.aborted ?? false;
		const meansOf = means(context);
		await sendAll({ operation, options, meansOf, stopAtFailure, cancelled }, entries);
		ledger?.write(entries);
		await sessions.settled();
	}

	const output = report({ context, operation, sessions, options, items, entries });
	// n8n runs a node again whose first output item has an error.
	if (!output[0]?.json.error) ledger?.clear();
	return [output];
}

/** Options and credential of a run, or why there can be none. */
async function prepareRun(
	context: IExecuteFunctions,
	itemCount: number,
): Promise<{ options: Options; sessions: Sessions } | Refusal> {
	try {
		const options = readOptions(context);
		return { options, sessions: await openSessions(context, itemCount, options) };
	} catch (error) {
		if (error instanceof Refusal) return error;
		return new Refusal('The options could not be read', 'Check their values.', {});
	}
}

function checkItems<A extends Asked>(
	context: IExecuteFunctions,
	operation: Operation<A>,
	options: Options,
	sessions: Sessions,
	items: INodeExecutionData[],
): Array<Checked<A> | Refusal> {
	const readerOf = itemReaders(context, sessions.settings, options);
	const redactorOf = remembering(thoroughRedactor);
	return items.map((item, index) => {
		try {
			const asked = operation.read(readerOf(index));
			return { asked, session: sessions.of(item, asked) };
		} catch (error) {
			if (error instanceof Refusal) return error.redacted(redactorOf(sessions.secretsOf(item)));
			return new Refusal('The item could not be read', 'Check its values.', {});
		}
	});
}

/** The ledger, for what n8n's own retries must not repeat. */
function ledgerFor<A extends Asked>(
	context: IExecuteFunctions,
	operation: Operation<A>,
	checked: ReadonlyArray<Checked<A> | Refusal>,
): Ledger | undefined {
	for (const item of checked) {
		if (item instanceof Refusal) continue;
		return operation.request(item.asked).replay === 'never' ? openLedger(context) : undefined;
	}
	return undefined;
}

/** Why a run has more recipients than its owner meant, if it has. */
function overLimit<A extends Asked>(
	context: IExecuteFunctions,
	{ recipients }: Operation<A>,
	{ maxRecipients = Infinity }: Options,
	entries: ReadonlyArray<Entry<A>>,
): Refusal | undefined {
	if (recipients === undefined) return undefined;
	// Older versions of n8n lack it.
	const asTool = context.isToolExecution?.() ?? false;
	const limit = asTool ? Math.min(maxRecipients, MAX_RECIPIENTS_OF_A_TOOL) : maxRecipients;
	let count = 0;
	for (const { targets } of deliveriesOf(entries)) count += targets.size;
	if (count <= limit) return undefined;
	return new Refusal(
		`This run has ${count} recipients, and at most ${limit} are allowed`,
		limit === maxRecipients
			? "Check the list of recipients. If it is right, raise the option 'Maximum Recipients'."
			: 'A language model may reach so many at once. Let a workflow do the rest.',
		{},
	);
}
