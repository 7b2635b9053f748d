import type { Verdict } from '../../../gateway/answer/outcome';
import { Refusal } from '../read/refusal';
import type { Asked, Operation } from '../read/operation';
import type { Job } from './schedule';
import type { RunSession } from '../session/runSession';

/**
 * Something to be carried out once: for Send Note one text from one sender in one session, for its
 * recipients (its targets); for all other operations one item, with a single nameless target.
 * Several items may share one.
 */
export interface Delivery<A extends Asked> {
	/** What is asked for all targets, in parts that follow each other; one unless a long note is split. */
	parts: A[];
	session: RunSession;
	/** In the order of the items, each once. */
	targets: Set<number>;
	/** What became of each target, once it is known. */
	verdicts: Map<number, Verdict>;
	/** How many parts a target has already got, where that is not all or nothing. */
	partsDone: Map<number, number>;
}

/** An input item: refused before anything was sent, or with its share of a delivery. */
export type Entry<A extends Asked> =
	{ refusal: Refusal } | { asked: A; delivery: Delivery<A>; targets: readonly number[] };

/** An item that is to be sent. */
export type Planned<A extends Asked> = Exclude<Entry<A>, { refusal: unknown }>;

/** The one target of an operation that has no recipients. */
const ITSELF: readonly number[] = [0];

/** An item that was read and checked. */
export interface Checked<A extends Asked> {
	asked: A;
	session: RunSession;
}

/** What an earlier try of this node in the same execution has already done. */
export interface EarlierTry {
	/** What a target ended with, if it must not be tried again. */
	settled(item: number, target: number): Verdict | undefined;
	/** How many parts of a split note it got. */
	partsDone(item: number, target: number): number;
}

/**
 * Turns items into deliveries, and takes over what an earlier try has already settled.
 * @param combine whether items with the same sender, session and text share one delivery
 */
export function plan<A extends Asked>(
	operation: Operation<A>,
	items: ReadonlyArray<Checked<A> | Refusal>,
	combine: boolean,
	earlier: EarlierTry | undefined,
): Array<Entry<A>> {
	const { recipients } = operation;
	const shared = new Map<string, Delivery<A>>();

	const deliveryOf = ({ asked, session }: Checked<A>): Delivery<A> => {
		const key = recipients && combine ? `${session.id}\n${recipients.sameNote(asked)}` : undefined;
		const known = key === undefined ? undefined : shared.get(key);
		if (known) return known;
		const delivery: Delivery<A> = {
			parts: recipients?.parts(asked) ?? [asked],
			session,
			targets: new Set(),
			verdicts: new Map(),
			partsDone: new Map(),
		};
		if (key !== undefined) shared.set(key, delivery);
		return delivery;
	};

	return items.map((item, index) => {
		if (item instanceof Refusal) return { refusal: item };
		const delivery = deliveryOf(item);
		const targets = recipients?.of(item.asked) ?? ITSELF;
		for (const target of targets) {
			delivery.targets.add(target);
			const settled = earlier?.settled(index, target);
			if (settled) delivery.verdicts.set(target, settled);
			const partsDone = earlier?.partsDone(index, target) ?? 0;
			if (partsDone > 0) delivery.partsDone.set(target, partsDone);
		}
		return { asked: item.asked, delivery, targets };
	});
}

/** Every delivery once, in the order of the items. */
export function deliveriesOf<A extends Asked>(entries: ReadonlyArray<Entry<A>>): Set<Delivery<A>> {
	return new Set(entries.flatMap((entry) => ('refusal' in entry ? [] : [entry.delivery])));
}

/** Some targets of a delivery, as many as the gateway takes at once. */
export interface Batch<A extends Asked> extends Job {
	delivery: Delivery<A>;
	targets: readonly number[];
	/** The first part that they have not got yet. */
	firstPart: number;
}

/** The batches that are still to be sent. */
export function* batchesOf<A extends Asked>(
	operation: Operation<A>,
	entries: ReadonlyArray<Entry<A>>,
): Generator<Batch<A>> {
	const atMost = operation.recipients?.atMost ?? 1;
	for (const delivery of deliveriesOf(entries)) {
		const lane = operation.recipients ? undefined : delivery.parts[0]?.agentId;
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
