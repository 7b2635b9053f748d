import type { IDataObject } from 'n8n-workflow';
import type { Verdict } from '../../../gateway/answer/outcome';
import { mapYielding } from '../read/mapYielding';
import type { OperationArguments, Operation } from '../read/operation';
import { PreflightError } from '../read/preflightError';
import type { RunSession } from '../session/runSession';
import type { Job } from './runConcurrently';

/**
 * Something to be carried out once: for Send Note one text from one sender in one session, for its
 * recipients (its targets); for all other operations one item, with a single nameless target.
 * Several items may share one.
 */
export interface Delivery<A extends OperationArguments> {
	/** What is asked for all targets, in parts that follow each other; one unless a long note is split. */
	parts: A[];
	session: RunSession;
	/** In the order of the items, each once; without those that an earlier try has settled. */
	targets: Set<number>;
	/** What became of each target, once it is known. */
	verdicts: Map<number, Verdict>;
	/** How many parts a target has already got, where that is not all or nothing. */
	partsDone: Map<number, number>;
}

/** An item that is to be sent. */
export interface PlannedItem<A extends OperationArguments> {
	args: A;
	delivery: Delivery<A>;
	targets: readonly number[];
	/** What an earlier try of the execution did for this item; undefined if nothing. */
	earlier: EarlierItem | undefined;
}

/** An input item: refused before anything was sent, or with its share of a delivery. */
export type PlanEntry<A extends OperationArguments> = { refusal: PreflightError } | PlannedItem<A>;

/** What an earlier try did for a target, which must not be tried again. */
export interface SettledTarget {
	verdict: Verdict;
	/** What was asked then, for all targets alike; undefined if that was not kept. */
	args: IDataObject | undefined;
}

/** What an earlier try did for an item. */
export interface EarlierItem {
	settled: ReadonlyMap<number, SettledTarget>;
	/** How many parts of how many its targets got that did not get all. */
	parts: ReadonlyMap<number, { done: number; of: number | undefined }>;
}

/** What an earlier try of this node in the same execution has already done. */
export interface EarlierTry {
	/** Undefined if it has done nothing for this item that counts. */
	of(item: number): EarlierItem | undefined;
}

/** The one target of an operation that has no recipients. */
const ITSELF: readonly number[] = [0];

/** An item that was read and checked. */
export interface ValidItem<A extends OperationArguments> {
	args: A;
	session: RunSession;
}

/** What became of a target of an item, in this try or in an earlier one; undefined if it was not tried. */
export const verdictOf = <A extends OperationArguments>(
	{ delivery, earlier }: PlannedItem<A>,
	target: number,
): Verdict | undefined => earlier?.settled.get(target)?.verdict ?? delivery.verdicts.get(target);

/**
 * Turns items into deliveries. What an earlier try has settled for an item is left out of them and stays with
 * the item.
 *
 * Without recipients, repeated rows share one delivery where a request must not be sent twice: the agent may have
 * signed in again meanwhile.
 * @param combine whether items with the same sender, session and text share one delivery; those only of which
 *   the earlier try says the same
 */
export async function plan<A extends OperationArguments>(
	operation: Operation<A>,
	items: ReadonlyArray<ValidItem<A> | PreflightError>,
	{ combine, earlierTry }: { combine: boolean; earlierTry: EarlierTry | undefined },
): Promise<Array<PlanEntry<A>>> {
	const { recipients } = operation;
	const shared = new Map<string, Delivery<A>>();

	const deliveryOf = ({ args, session }: ValidItem<A>, beginning: string): Delivery<A> => {
		const same = recipients ? combine && recipients.sameNote(args) : sameRequest(operation, args);
		const key = same === false ? undefined : `${beginning}\n${session.id}\n${same}`;
		const known = key === undefined ? undefined : shared.get(key);
		if (known) return known;
		const delivery: Delivery<A> = {
			parts: recipients?.parts(args) ?? [args],
			session,
			targets: new Set(),
			verdicts: new Map(),
			partsDone: new Map(),
		};
		if (key !== undefined) shared.set(key, delivery);
		return delivery;
	};

	return await mapYielding(items, (item, index): PlanEntry<A> => {
		if (item instanceof PreflightError) return { refusal: item };
		const targets = recipients?.of(item.args) ?? ITSELF;
		const earlier = earlierTry?.of(index);
		const delivery = deliveryOf(item, earlier ? resumeKeyOf(earlier, targets) : '');
		for (const target of targets) {
			if (earlier?.settled.has(target)) continue;
			delivery.targets.add(target);
			const { length } = delivery.parts;
			const { done = 0, of = length } = earlier?.parts.get(target) ?? {};
			// With another number of parts it is another text: it begins at its beginning.
			if (done > 0 && done < length && of === length) delivery.partsDone.set(target, done);
		}
		return { args: item.args, delivery, targets, earlier };
	});
}

/**
 * The request of an item that must not be sent twice, as a text that is the same for repeated rows; false where
 * sending it twice harms nobody.
 */
function sameRequest<A extends OperationArguments>(
	operation: Operation<A>,
	args: A,
): string | false {
	const request = operation.request(args);
	return request.effect === 'nonIdempotent' && JSON.stringify(request);
}

/** Where the targets that are left begin: the same text for items of which all begin at the same part. */
function resumeKeyOf({ settled, parts }: EarlierItem, targets: readonly number[]): string {
	const open = targets.filter((target) => !settled.has(target));
	const begun = open.map((target) => {
		const { done, of } = parts.get(target) ?? {};
		return done === undefined ? '' : `${done}/${of}`;
	});
	const [first = ''] = begun;
	return begun.every((other) => other === first)
		? first
		: open.map((target, index) => `${target}:${begun[index]}`).join(' ');
}

/** Every delivery once, in the order of the items. */
export function deliveriesOf<A extends OperationArguments>(
	entries: ReadonlyArray<PlanEntry<A>>,
): Set<Delivery<A>> {
	return new Set(entries.flatMap((entry) => ('refusal' in entry ? [] : [entry.delivery])));
}

/** How many notes are still to be sent: each part for each recipient counts. */
export function notesIn<A extends OperationArguments>(
	entries: ReadonlyArray<PlanEntry<A>>,
): number {
	let count = 0;
	for (const { targets, parts, partsDone } of deliveriesOf(entries)) {
		for (const target of targets) count += parts.length - (partsDone.get(target) ?? 0);
	}
	return count;
}

/** Some targets of a delivery, as many as the gateway takes at once. */
export interface Batch<A extends OperationArguments> extends Job {
	delivery: Delivery<A>;
	targets: readonly number[];
	/** The first part that they have not got yet. */
	firstPart: number;
}

/**
 * What must not overtake each other: requests that change the state of the same agent. Notes and questions change
 * none.
 */
function laneOf<A extends OperationArguments>(
	operation: Operation<A>,
	{ parts }: Delivery<A>,
): string | undefined {
	const [args] = parts;
	if (operation.recipients || args === undefined) return undefined;
	const { effect, target, agentId } = operation.request(args);
	return effect === 'readOnly' ? undefined : (target ?? agentId);
}

/** The batches that are still to be sent. */
export function* batchesOf<A extends OperationArguments>(
	operation: Operation<A>,
	entries: ReadonlyArray<PlanEntry<A>>,
): Generator<Batch<A>> {
	const atMost = operation.recipients?.atMost ?? 1;
	for (const delivery of deliveriesOf(entries)) {
		const lane = laneOf(operation, delivery);
		const byPart = new Map<number, number[]>();
		for (const target of delivery.targets) {
			if (delivery.verdicts.has(target)) continue;
			const firstPart = delivery.partsDone.get(target) ?? 0;
			const waiting = byPart.get(firstPart) ?? [];
			if (waiting.length === 0) byPart.set(firstPart, waiting);
			waiting.push(target);
		}
		for (const [firstPart, waiting] of byPart) {
			for (let start = 0; start < waiting.length; start += atMost) {
				yield { delivery, targets: waiting.slice(start, start + atMost), firstPart, lane };
			}
		}
	}
}
