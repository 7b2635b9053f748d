/** What is said above the output of a run. */
import type { NodeExecutionHint } from 'n8n-workflow';
import type { Outcome } from '../../../gateway/answer/outcome';
import type { OperationArguments, Operation } from '../read/operation';
import type { Options } from '../read/options';
import { type PlanEntry, notesIn, verdictOf } from '../send/plan';
import type { Sessions } from '../session/sessions';
import { counted, countedReasons, numberOf } from './count';
import type { OutputItem } from './toOutputItems';

/** What the hints of a run are made of. */
export interface HintContext<A extends OperationArguments> {
	operation: Operation<A>;
	options: Options;
	entries: ReadonlyArray<PlanEntry<A>>;
	/** Undefined if the run was refused before they could be read. */
	sessions?: Sessions;
}

/** In the order in which they are to be read: how the run went, then what else is to be known. */
export function* hintsOf<A extends OperationArguments>(
	run: HintContext<A>,
	outputItems: readonly OutputItem[],
): Generator<NodeExecutionHint> {
	const failed = outputItems.some(({ failure }) => failure !== undefined);
	const dry = run.options.dryRun ? dryRun(run, outputItems) : undefined;
	const message = dry ?? (failed ? howItWent(run, outputItems) : undefined);
	if (message !== undefined) yield hint(message, failed ? 'warning' : 'info');
	const others = new Set([...(run.sessions?.hints() ?? []), ...hintsOfAnswers(run.entries)]);
	for (const other of others) yield hint(other, 'info');
	const own = noteToItsSender(run);
	if (own !== undefined) yield hint(own, 'warning');
}

/** The hint that a note has no recipient but its own sender: the wrong column of a roster, probably. */
function noteToItsSender<A extends OperationArguments>({
	operation,
	entries,
}: HintContext<A>): string | undefined {
	if (!operation.recipients) return undefined;
	for (const entry of entries) {
		if ('refusal' in entry) continue;
		const { agentId } = entry.args;
		if (entry.targets.some((target) => String(target) !== agentId)) continue;
		return `The only recipient of a note is its own sender, agent ${agentId}. The agents that Find Agents finds are in its column 'workNo'.`;
	}
	return undefined;
}

const hint = (message: string, type: 'info' | 'warning'): NodeExecutionHint => ({
	message,
	type,
	location: 'outputPane',
});

/** For example "Of 400 items: 397 accepted, 2 rejected, 1 unknown". */
export const countedAll = <A extends OperationArguments>(
	{ operation, options }: Pick<HintContext<A>, 'operation' | 'options'>,
	outputItems: readonly OutputItem[],
): string =>
	counted(
		operation.recipients && options.output === 'perRecipient' ? 'recipients' : 'items',
		(outcome) => outputItems.filter((one) => one.outcome === outcome).length,
	);

/** The count and the reasons; where items have several recipients, these are counted as well. */
function howItWent<A extends OperationArguments>(
	run: HintContext<A>,
	outputItems: readonly OutputItem[],
): string {
	const { operation, options, entries } = run;
	const items = `${countedAll(run, outputItems)}${reasonsOf(outputItems)}.`;
	const planned = entries.flatMap((entry) => ('refusal' in entry ? [] : [entry]));
	const severalEach =
		operation.recipients &&
		options.output === 'perItem' &&
		planned.some(({ targets }) => targets.length > 1);
	if (!severalEach) return items;
	const counts = new Map<Outcome, number>();
	for (const entry of planned) {
		for (const target of entry.targets) {
			const { outcome } = verdictOf(entry, target) ?? { outcome: 'notAttempted' };
			counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
		}
	}
	return `${items} ${counted('recipients', (outcome) => counts.get(outcome) ?? 0)}.`;
}

/** For example ": 5 busy already (100-009), 1 not signed in (100-006)". */
function reasonsOf(outputItems: readonly OutputItem[]): string {
	const reasons = countedReasons(
		outputItems.flatMap(({ failure }) => (failure ? [failure.reason] : [])),
	);
	return reasons === '' ? '' : `: ${reasons}`;
}

/** For example "Dry run: 5 notes checked, none sent". */
function dryRun<A extends OperationArguments>(
	{ operation, entries }: HintContext<A>,
	outputItems: readonly OutputItem[],
): string {
	const refused = outputItems.filter(({ failure }) => failure !== undefined).length;
	const checked = operation.recipients
		? numberOf(notesIn(entries), 'notes')
		: numberOf(entries.length - refused, 'items');
	const but = refused > 0 ? `; ${numberOf(refused, 'items')} refused` : '';
	return `Dry run: ${checked} checked, none sent${but}.`;
}

/** What is to be known of answers beyond their fields. */
function* hintsOfAnswers<A extends OperationArguments>(
	entries: ReadonlyArray<PlanEntry<A>>,
): Generator<string> {
	for (const entry of entries) {
		if ('refusal' in entry) continue;
		for (const target of entry.targets) {
			const said = verdictOf(entry, target)?.hint;
			if (said !== undefined) yield said;
		}
	}
}
