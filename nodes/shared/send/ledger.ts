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
 * n8n's "Retry On Fail" and "Retry" in the list of executions run a node again with all its items.
 * For what must not be done twice, the ledger keeps what became of every item and recipient in the
 * execution's own data, so that only the rest is sent.
 *
 * It goes by item index and recipient, never by text: a text with `$now` changes from try to try. What was
 * asked is kept to be reported only.
 */
export interface Ledger extends EarlierTry {
	/** Keeps what is known now, for a later try. */
	write<A extends OperationArguments>(
		operation: Operation<A>,
		entries: ReadonlyArray<PlanEntry<A>>,
	): Promise<void>;
	/** Forgets everything: no later try is to be expected. */
	clear(): void;
}

/** Texts instead of maps: they are stored with the execution, and ten thousand recipients are many. */
interface Stored {
	runIndex: number;
	/**
	 * A line per item, in it a word per target that is not to be tried from the start: `31001a` accepted,
	 * `31002u100-007` unknown with its retcode, `31003p2/3` has got two parts of three. A word `#4` says
	 * which entry of `asked` the words after it are about.
	 */
	items: string;
	/** What was asked for all targets alike, each once, as JSON. Version 0.1.0 did not keep it. */
	asked?: string[];
}

const KEY = 'ccGatewayLedger';

/** Opens the ledger of this node in this execution. Another run of the node, as in a loop, starts afresh. */
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
				// What was refused now may have been sent before.
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

/** What is kept of a target. */
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

/** Joins words, each behind the number of what was asked. */
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

/** Numbers different things from 0 on. */
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

/** What is asked for all targets of an entry alike: made once for all entries that share a delivery. */
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

/** What an earlier try did, also for targets that the item does not name any more. */
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

/** What has become of an item by now. */
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

/** How a verdict is kept that must not be tried again. Of the retcode, what one can look like. */
function markOf({ outcome, retcode }: Verdict): string | undefined {
	if (outcome === 'accepted') return 'a';
	return outcome === 'unknown'
		? `u${retcode?.replace(/[^\w-]/g, '').slice(0, 20) ?? ''}`
		: undefined;
}
