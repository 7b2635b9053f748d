import type { IDataObject } from 'n8n-workflow';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { OperationArguments, Operation } from '../read/operation';
import type { Options } from '../read/options';
import {
	type Batch,
	batchesOf,
	type Delivery,
	type PlanEntry,
	type PlannedItem,
} from '../send/plan';

const showRequest = ({ method, path, query, body }: GatewayRequest): IDataObject => ({
	method,
	path,
	query: query ?? null,
	body: body ?? null,
});

/** The requests that a dry run shows for an item. */
export type Previews<A extends OperationArguments> = (
	entry: PlannedItem<A>,
	item: number,
) => IDataObject;

/**
 * The requests that a real run would send. One that several items share is shown in full with the first of them; the
 * others name it by its batch number.
 */
export function previewRequests<A extends OperationArguments>(
	operation: Operation<A>,
	entries: ReadonlyArray<PlanEntry<A>>,
	options: Options,
): Previews<A> {
	const { recipients } = operation;
	const show = (args: A): IDataObject => showRequest(operation.request(args));
	const { requests } = operation;
	if (requests) return ({ args }) => ({ requests: requests(args, options).map(showRequest) });
	if (recipients === undefined) return ({ args }) => ({ request: show(args) });

	const batches = [...batchesOf(operation, entries)];
	const numbersOf = numberTargets(batches);
	const shownWith = new Map<number, number>();
	return ({ delivery, targets }, item) => {
		const own = new Map<number, number[]>();
		for (const target of targets) {
			const number = numbersOf.get(delivery)?.get(target) ?? 0;
			const mine = own.get(number) ?? [];
			if (mine.length === 0) own.set(number, mine);
			mine.push(target);
		}
		const requests = [...own].flatMap(([number, mine]): IDataObject[] => {
			const first = shownWith.get(number);
			if (first !== undefined) {
				return [{ batch: number, recipients: mine, shownWithItem: first }];
			}
			shownWith.set(number, item);
			const all = batches[number - 1]?.targets ?? [];
			return delivery.parts.map((part) => ({
				batch: number,
				recipients: [...all],
				contentBytes: recipients.contentBytes(part),
				...show(recipients.only(part, all)),
			}));
		});
		return { requests };
	};
}

/** The batch of every target, counted from 1. */
function numberTargets<A extends OperationArguments>(
	batches: ReadonlyArray<Batch<A>>,
): Map<Delivery<A>, Map<number, number>> {
	const numbers = new Map<Delivery<A>, Map<number, number>>();
	for (const [index, { delivery, targets }] of batches.entries()) {
		const ofTarget = numbers.get(delivery) ?? new Map<number, number>();
		numbers.set(delivery, ofTarget);
		for (const target of targets) ofTarget.set(target, index + 1);
	}
	return numbers;
}
