import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { verdictFromLedger } from '../../../gateway/answer/judge';
import type { Verdict } from '../../../gateway/answer/outcome';
import { mapYielding, yielder } from '../read/mapYielding';
import { type OperationArguments, commonOf, type Operation } from '../read/operation';
import type {
	Delivery,
	EarlierItem,
	EarlierTry,
	PlanEntry,
	PlannedItem,
	SettledTarget,
} from './plan';

/**
 * n8n's "Retry On Fail" and "Retry" in the list of executions run a node again with all its items. For requests that
 * must not be sent twice, the ledger keeps the outcome of every item and recipient in the execution's own data, so that
 * only the rest is sent.
 *
 * Its keys are item index and recipient, never a text: a text with `$now` changes from try to try. The arguments are
 * kept only to be reported.
 */
export interface Ledger extends EarlierTry {
	/** Keeps the present outcomes for a later try. */
	write<A extends OperationArguments>(
		operation: Operation<A>,
		entries: ReadonlyArray<PlanEntry<A>>,
	): Promise<void>;
	/** Forgets everything: no later try is expected. */
	clear(): void;
}

/** Texts instead of maps: they are stored with the execution, and ten thousand recipients are many. */
interface Stored {
	runIndex: number;
	/**
	 * A line per item, in it a word per target that is not to be tried from the start: `31001a` accepted,
	 * `31002u100-007` unknown with its retcode, `31003p2/3` has received two parts of three. A word `#4` names the
	 * entry of `asked` that the words after it belong to.
	 */
	items: string;
	/** The arguments common to all targets, each once, as JSON. Version 0.1.0 did not keep them. */
	asked?: string[];
}

const KEY = 'ccGatewayLedger';

/** Opens the ledger of this node in this execution. Another run of the node, as in a loop, starts with an empty one. */
export function openLedger(context: IExecuteFunctions): Ledger {
	const store = context.getContext('node') as Record<string, Stored | undefined>;
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const stored = store[KEY]?.runIndex === runIndex ? store[KEY] : undefined;
	const lines = stored?.items.split('\n') ?? [];
	const args = (stored?.asked ?? []).map((json) => JSON.parse(json) as IDataObject);

	return {
		of: (item) => {
			const line = lines[item];
			return line ? readLine(line, args) : undefined;
		},
		write: async (operation, entries) => {
			const { numbers, numberOf } = numbering();
			const commonTo = commonOfDeliveries(operation);
			const items = await mapYielding(entries, (entry, item) => {
				// A request that is refused in this try may have been sent in an earlier one.
				const words =
					'refusal' in entry
						? earlierWords(lines[item] ? readLine(lines[item], args) : undefined)
						: wordsForEntry(entry, commonTo(entry));
				return writeLine(words, numberOf);
			});
			store[KEY] = { runIndex, items: items.join('\n'), asked: [...numbers.keys()] };
		},
		clear: () => {
			delete store[KEY];
		},
	};
}

/** The ledger's entry for a target. */
interface Word {
	text: string;
	args: IDataObject | undefined;
}

function readLine(line: string, args: readonly IDataObject[]): EarlierItem {
	const settled = new Map<number, SettledTarget>();
	const parts = new Map<number, { done: number; of: number | undefined }>();
	let about: IDataObject | undefined;
	for (const [, number, digits, mark, detail = ''] of line.matchAll(
		/#(\d+)|(?<!\d)(\d+)([aup])(\S*)/g,
	)) {
		if (number !== undefined) about = args[Number(number)];
		const target = Number(digits);
		if (mark === 'a')
			settled.set(target, { verdict: verdictFromLedger('accepted', '0'), args: about });
		if (mark === 'u') {
			settled.set(target, { verdict: verdictFromLedger('unknown', detail || null), args: about });
		}
		if (mark === 'p') {
			const [done = '0', of] = detail.split('/');
			parts.set(target, { done: Number(done), of: of === undefined ? undefined : Number(of) });
		}
	}
	return { settled, parts };
}

/** Joins words, each after the number of its arguments. */
async function writeLine(
	words: Iterable<Word>,
	numberOf: (args: IDataObject) => number,
): Promise<string> {
	const pause = yielder();
	const line: string[] = [];
	let about: number | undefined;
	for (const { text, args } of words) {
		if (line.length % 1_000 === 999) await pause();
		const number = args && numberOf(args);
		if (number !== undefined && number !== about) line.push(`#${number}`);
		about = number;
		line.push(text);
	}
	return line.join(' ');
}

/** Numbers distinct arguments from 0 on. */
function numbering(): { numbers: Map<string, number>; numberOf: (args: IDataObject) => number } {
	const numbers = new Map<string, number>();
	// The same object comes with every recipient of a delivery.
	const seen = new WeakMap<IDataObject, number>();
	return {
		numbers,
		numberOf: (args) => {
			const known = seen.get(args);
			if (known !== undefined) return known;
			const json = JSON.stringify(args);
			const number = numbers.get(json) ?? numbers.size;
			numbers.set(json, number);
			seen.set(args, number);
			return number;
		},
	};
}

/** The arguments common to all targets of an entry: made once for all entries that share a delivery. */
function commonOfDeliveries<A extends OperationArguments>(
	operation: Operation<A>,
): (entry: PlannedItem<A>) => IDataObject {
	const known = new WeakMap<Delivery<A>, IDataObject>();
	return ({ args, delivery }) => {
		const common = known.get(delivery) ?? commonOf(operation, args);
		known.set(delivery, common);
		return common;
	};
}

/** The outcomes of an earlier try, also for targets that the item no longer names. */
function* earlierWords(
	earlier: EarlierItem | undefined,
	but?: ReadonlyMap<number, unknown>,
): Generator<Word> {
	if (earlier === undefined) return;
	for (const [target, { verdict, args }] of earlier.settled) {
		if (!but?.has(target)) yield { text: `${target}${markOf(verdict)}`, args };
	}
	for (const [target, { done, of }] of earlier.parts) {
		const total = of === undefined ? '' : `/${of}`;
		if (!but?.has(target)) yield { text: `${target}p${done}${total}`, args: undefined };
	}
}

/** The present outcomes of an item. */
function* wordsForEntry<A extends OperationArguments>(
	{ delivery, targets, earlier }: PlannedItem<A>,
	args: IDataObject,
): Generator<Word> {
	const words = new Map<number, Word>();
	for (const target of targets) {
		if (earlier?.settled.has(target)) continue;
		const verdict = delivery.verdicts.get(target);
		const parts = delivery.partsDone.get(target);
		const mark =
			(verdict && markOf(verdict)) ?? (parts && `p${parts}/${delivery.parts.length}`) ?? '';
		if (mark) words.set(target, { text: `${target}${mark}`, args });
	}
	yield* earlierWords(earlier, words);
	yield* words.values();
}

/** The mark for a verdict that must not be tried again. Keeps a retcode only if it has the form of one. */
function markOf({ outcome, retcode }: Verdict): string | undefined {
	if (outcome === 'accepted') return 'a';
	return outcome === 'unknown'
		? `u${retcode?.replace(/[^\w-]/g, '').slice(0, 20) ?? ''}`
		: undefined;
}
