import type { IDataObject } from 'n8n-workflow';
import type { Verdict } from '../../../gateway/answer/outcome';
import { mapYielding } from '../read/mapYielding';
import type { OperationArguments, Operation } from '../read/operation';
import { PreflightError } from '../read/preflightError';
import type { RunSession } from '../session/runSession';
import type { Job } from './runConcurrently';

/**
 * An action to be performed once: for Send Note one text from one sender in one session, for its recipients (its
 * targets); for all other operations one item, with a single nameless target. Several items may share one.
 */
export interface Delivery<A extends OperationArguments> {
	/** The arguments for all targets, in parts that follow each other; one unless a long note is split. */
	parts: A[];
	session: RunSession;
	/** In the order of the items, each once; without those that an earlier try has settled. */
	targets: Set<number>;
	/** The verdict of each target, once it is known. */
	verdicts: Map<number, Verdict>;
	/** Number of parts that a target has already received, where that is neither none nor all. */
	partsDone: Map<number, number>;
}

/** An item that is to be sent. */
export interface PlannedItem<A extends OperationArguments> {
	args: A;
	delivery: Delivery<A>;
	targets: readonly number[];
	/** The results of an earlier try of the execution for this item; undefined if there are none. */
	earlier: EarlierItem | undefined;
}

/** An input item: refused before anything was sent, or with its share of a delivery. */
export type PlanEntry<A extends OperationArguments> = { refusal: PreflightError } | PlannedItem<A>;

/** The result of an earlier try for a target, which must not be tried again. */
export interface SettledTarget {
	verdict: Verdict;
	/** The arguments of that try, common to all targets; undefined if they were not kept. */
	args: IDataObject | undefined;
}

/** The results of an earlier try for an item. */
export interface EarlierItem {
	settled: ReadonlyMap<number, SettledTarget>;
	/** Per target that did not receive every part: the number it received, and of how many. */
	parts: ReadonlyMap<number, { done: number; of: number | undefined }>;
}

/** The results of an earlier try of this node in the same execution. */
export interface EarlierTry {
	/** Undefined if there are none for this item. */
	of(item: number): EarlierItem | undefined;
}

/** The only target of an operation without recipients. */
const ITSELF: readonly number[] = [0];

/** An item that was read and checked. */
export interface ValidItem<A extends OperationArguments> {
	args: A;
	session: RunSession;
}

/** The verdict of a target of an item, from this try or an earlier one; undefined if it was not tried. */
export const verdictOf = <A extends OperationArguments>(
	{ delivery, earlier }: PlannedItem<A>,
	target: number,
): Verdict | undefined => earlier?.settled.get(target)?.verdict ?? delivery.verdicts.get(target);

/**
 * Turns items into deliveries. Targets that an earlier try has settled for an item are left out of them and stay with
 * the item.
 *
 * Without recipients, repeated rows share one delivery where a request must not be sent twice: the agent may have
 * signed in again in the meantime.
 * @param combine if true, items with the same sender, session and text share one delivery, unless the earlier try left
 *   them at different parts for a recipient of both
 */
export async function plan<A extends OperationArguments>(
	operation: Operation<A>,
	items: ReadonlyArray<ValidItem<A> | PreflightError>,
	{ combine, earlierTry }: { combine: boolean; earlierTry: EarlierTry | undefined },
): Promise<Array<PlanEntry<A>>> {
	const { recipients } = operation;
	const shared = new Map<string, Array<Delivery<A>>>();

	/** The deliveries so far that an item could share. One that is added to them can be shared by later items. */
	const sharedBy = ({ args, session }: ValidItem<A>): Array<Delivery<A>> => {
		const same = recipients ? combine && recipients.sameNote(args) : sameRequest(operation, args);
		if (same === false) return [];
		const key = `${session.id}\n${same}`;
		const known = shared.get(key) ?? [];
		shared.set(key, known);
		return known;
	};

	return await mapYielding(items, (item, index): PlanEntry<A> => {
		if (item instanceof PreflightError) return { refusal: item };
		const { args, session } = item;
		const targets = recipients?.of(args) ?? ITSELF;
		const earlier = earlierTry?.of(index);
		const open = targets.filter((target) => !earlier?.settled.has(target));
		const known = sharedBy(item);
		let delivery = known.find((other) =>
			open.every(
				(target) =>
					!other.targets.has(target) ||
					(other.partsDone.get(target) ?? 0) === partsDoneIn(earlier, target, other.parts.length),
			),
		);
		if (delivery === undefined) {
			delivery = {
				parts: recipients?.parts(args) ?? [args],
				session,
				targets: new Set(),
				verdicts: new Map(),
				partsDone: new Map(),
			};
			known.push(delivery);
		}
		for (const target of open) {
			delivery.targets.add(target);
			const done = partsDoneIn(earlier, target, delivery.parts.length);
			if (done > 0) delivery.partsDone.set(target, done);
		}
		return { args, delivery, targets, earlier };
	});
}

/** The number of parts of a note that an earlier try has delivered to a target. */
function partsDoneIn(earlier: EarlierItem | undefined, target: number, parts: number): number {
	const { done = 0, of = parts } = earlier?.parts.get(target) ?? {};
	// A different number of parts means a different text: it starts at its first part.
	return of === parts && done < parts ? done : 0;
}

/**
 * The request of an item that must not be sent twice, as a text that is the same for repeated rows; false where a
 * second request does no harm.
 */
function sameRequest<A extends OperationArguments>(
	operation: Operation<A>,
	args: A,
): string | false {
	const request = operation.request(args);
	return request.effect === 'nonIdempotent' && JSON.stringify(request);
}

/** Every delivery once, in the order of the items. */
export function deliveriesOf<A extends OperationArguments>(
	entries: ReadonlyArray<PlanEntry<A>>,
): Set<Delivery<A>> {
	return new Set(entries.flatMap((entry) => ('refusal' in entry ? [] : [entry.delivery])));
}

/** The number of notes still to be sent: each part for each recipient counts. */
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
	/** The first part that they have not received yet. */
	firstPart: number;
}

/**
 * Requests that must not overtake each other: those that change the state of the same agent. Notes and queries change
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
