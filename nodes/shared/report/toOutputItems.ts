import type { GenericValue, IDataObject } from 'n8n-workflow';
import { notAttempted } from '../../../gateway/answer/sendWithRetries';
import { type Outcome, type Verdict, worstOutcome } from '../../../gateway/answer/outcome';
import { escapeHtml } from '../../../gateway/values/redact';
import { mapYielding } from '../read/mapYielding';
import { type OperationArguments, commonOf, type Operation } from '../read/operation';
import type { Options } from '../read/options';
import { type PlanEntry, type PlannedItem, verdictOf } from '../send/plan';
import { counted } from './count';
import { describeFailure, type DescribeContext, type Failure } from './describeFailure';
import { withLabels } from './withLabels';
import type { Previews } from './preview';

/** The content of one output item: its flat fields and, if it failed, the cause. */
export interface OutputItem {
	/** The index of the input item. */
	item: number;
	outcome: Outcome;
	fields: IDataObject;
	failure?: Failure & { verdict?: Verdict };
}

/** The data of a run that the output needs. */
export interface OutputContext<A extends OperationArguments> extends DescribeContext<A> {
	operation: Operation<A>;
	options: Pick<Options, 'output'>;
	/** Of a dry run. */
	previews: Previews<A> | undefined;
}

/** The results of all input items, or of each of their recipients, in order. */
export async function toAllOutputItems<A extends OperationArguments>(
	outputContext: OutputContext<A>,
	entries: ReadonlyArray<PlanEntry<A>>,
): Promise<OutputItem[]> {
	const { operation, options, previews } = outputContext;
	const eachRecipient = operation.recipients && options.output === 'perRecipient' && !previews;
	const outputItems = await mapYielding(entries, (entry, item) =>
		eachRecipient && !('refusal' in entry)
			? mapYielding(entry.targets, (target) =>
					toRecipientItems(outputContext, entry, item, [target]),
				)
			: toOutputItems(outputContext, entry, item),
	);
	return outputItems.flat();
}

/** The results of an input item. */
function toOutputItems<A extends OperationArguments>(
	context: OutputContext<A>,
	entry: PlanEntry<A>,
	item: number,
): OutputItem[] {
	if ('refusal' in entry) {
		const { message, remedy, args } = entry.refusal;
		const description = escapeHtml(`${remedy} Nothing was sent for this item.`);
		return [
			{
				item,
				outcome: 'rejected',
				fields: { ...reported(context, args), ...answerOf('rejected') },
				failure: { message, description, reason: 'refused before sending' },
			},
		];
	}
	const { previews } = context;
	if (previews) {
		const fields: IDataObject = {
			...reported(context, entry.args),
			outcome: 'notAttempted',
			dryRun: true,
			...previews(entry, item),
		};
		return [{ item, outcome: 'notAttempted', fields }];
	}
	const whole = toRecipientItems(context, entry, item, entry.targets);
	const found =
		entry.targets.length === 1 ? verdictOf(entry, entry.targets[0] ?? 0)?.found : undefined;
	if (found === undefined || (whole.failure && found.length !== 1)) return [whole];
	const isLookUp = context.operation.request(entry.args).effect === 'readOnly';
	return found.map((fields) => ({
		...whole,
		fields: isLookUp
			? lookUpFields(whole.fields, fields as IDataObject)
			: { ...whole.fields, ...(fields as IDataObject) },
	}));
}

/**
 * The fields of a look-up in the order of their columns: the agent or queue it is about, the record that was found, the
 * arguments, the gateway's own answer last.
 */
function lookUpFields(
	{ result, ...args }: IDataObject,
	{ result: own = result, ...found }: IDataObject,
): IDataObject {
	const about = 'workNo' in found || 'skillId' in found ? {} : { agentId: args.agentId };
	return {
		...about,
		...found,
		...args,
		...found,
		...(own === undefined ? {} : { result: own }),
	};
}

/** The result of some targets of an item: all of them, or one recipient. */
function toRecipientItems<A extends OperationArguments>(
	context: OutputContext<A>,
	entry: PlannedItem<A>,
	item: number,
	targets: readonly number[],
): OutputItem {
	const { recipients } = context.operation;
	const verdicts = targets.map((target) => verdictOf(entry, target) ?? NOT_SENT);
	const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
	const firstFailure = verdicts.find((verdict) => verdict.outcome !== 'accepted');
	const lists = recipients && byOutcome(targets, verdicts);
	const fields: IDataObject = {
		...argsOf(context, entry, targets),
		...answerOf(outcome, firstFailure ?? verdicts[0]),
		...(lists && context.options.output === 'perItem' ? { recipients: lists } : {}),
	};
	if (firstFailure === undefined) return { item, outcome, fields };
	const worst = verdicts.find((verdict) => verdict.outcome === outcome) ?? firstFailure;
	const { args } = entry;
	const concerned = recipients && lists ? recipients.only(args, lists[outcome]) : args;
	const failure = describeFailure(context, concerned, worst);
	if (lists && lists[outcome].length < targets.length) {
		failure.description += ` ${counted('recipients', (one) => lists[one].length)}.`;
	}
	return { item, outcome, fields, failure: { ...failure, verdict: worst } };
}

/** The arguments. For targets that an earlier try of the execution has settled: those of that try. */
function argsOf<A extends OperationArguments>(
	outputContext: OutputContext<A>,
	{ args, earlier }: PlannedItem<A>,
	targets: readonly number[],
): IDataObject {
	const { operation, options } = outputContext;
	const now = commonOf(operation, args);
	const changed = new Map<string, { then: IDataObject; some: number[] }>();
	for (const target of earlier ? targets : []) {
		const then = earlier?.settled.get(target)?.args;
		const key = JSON.stringify(then);
		if (then === undefined || key === JSON.stringify(now)) continue;
		const group = changed.get(key) ?? { then, some: [] };
		changed.set(key, group);
		group.some.push(target);
	}
	const [first] = changed.values();
	const ofAll = first?.some.length === targets.length ? first.then : undefined;
	if (operation.recipients && options.output === 'perRecipient') {
		return { recipient: targets[0], ...(ofAll ?? now) };
	}
	return {
		...reported(outputContext, { ...args, ...ofAll }),
		...(first && !ofAll
			? {
					sentEarlier: [...changed.values()].map(({ then, some }) => ({
						...then,
						recipients: some,
					})),
				}
			: {}),
	};
}

/** The arguments as the output shows them, with the word beside each code that has one. */
function reported<A extends OperationArguments>(
	{
		operation,
		settings,
	}: { operation: Pick<Operation<A>, 'unreported'> } & Pick<OutputContext<A>, 'settings'>,
	args: object,
): IDataObject {
	const fields = withLabels(args, settings);
	for (const name of operation.unreported ?? []) delete fields[name];
	return fields;
}

/** The verdict of a target when the whole run was aborted before anything was sent. */
const NOT_SENT = notAttempted(
	'another item cannot be sent, and this node stops at the first one',
	'Correct the other item.',
);

/** The gateway's answer. Most operations have no result: empty fields are left out. */
const answerOf = (outcome: Outcome, verdict?: Verdict): IDataObject => ({
	outcome,
	retcode: verdict?.retcode ?? null,
	message: verdict?.message ?? null,
	...(isEmpty(verdict?.result) ? {} : { result: verdict?.result as GenericValue }),
});

const isEmpty = (result: unknown): boolean =>
	result === undefined ||
	result === null ||
	(typeof result === 'object' && !Array.isArray(result) && Object.keys(result).length === 0);

function byOutcome(
	targets: readonly number[],
	verdicts: readonly Verdict[],
): Record<Outcome, number[]> {
	const lists: Record<Outcome, number[]> = {
		accepted: [],
		rejected: [],
		unknown: [],
		notAttempted: [],
	};
	for (const [index, { outcome }] of verdicts.entries()) lists[outcome].push(targets[index] ?? 0);
	return lists;
}
