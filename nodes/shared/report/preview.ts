import type { IDataObject } from 'n8n-workflow';
import type { Asked, Operation } from '../read/operation';
import { deliveriesOf, type Delivery, type Entry, type Planned } from '../send/plan';

/** What a dry run shows of an item. */
export type Previews<A extends Asked> = (entry: Planned<A>, item: number) => IDataObject;

/**
 * The requests that a real run would send. One that several items share is shown in full with the first
 * of them; the others name it by its batch number.
 */
export function previewRequests<A extends Asked>(
	operation: Operation<A>,
	entries: ReadonlyArray<Entry<A>>,
): Previews<A> {
	const { recipients } = operation;
	const show = (asked: A): IDataObject => {
		const { method, path, query = null, body = null } = operation.request(asked);
		return { method, path, query, body };
	};
	if (recipients === undefined) return ({ asked }) => ({ request: show(asked) });

	const batches: number[][] = [];
	const batchOf = new Map<Delivery<A>, Map<number, number>>();
	for (const delivery of deliveriesOf(entries)) {
		const ofTarget = new Map<number, number>();
		let batch: number[] = [];
		for (const target of delivery.targets) {
			if (ofTarget.size % recipients.atMost === 0) batches.push((batch = []));
			batch.push(target);
			ofTarget.set(target, batches.length);
		}
		batchOf.set(delivery, ofTarget);
	}
	const shownWith = new Map<number, number>();
	return ({ delivery, targets }, item) => {
		const own = new Map<number, number[]>();
		for (const target of targets) {
			const batch = batchOf.get(delivery)?.get(target) ?? 0;
			const mine = own.get(batch) ?? [];
			if (mine.length === 0) own.set(batch, mine);
			mine.push(target);
		}
		const requests = [...own].flatMap(([batch, mine]): IDataObject[] => {
			const first = shownWith.get(batch);
			if (first !== undefined) return [{ batch, recipients: mine, shownWithItem: first }];
			shownWith.set(batch, item);
			const all = batches[batch - 1] ?? [];
			return delivery.parts.map((part) => ({
				batch,
				recipients: all,
				contentBytes: recipients.contentBytes(part),
				...show(recipients.only(part, all)),
			}));
		});
		return { requests };
	};
}
