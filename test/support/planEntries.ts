/** Items of a plan, as they are when sending has ended. */
import type { Verdict } from '../../gateway/answer/outcome';
import type { OperationArguments } from '../../nodes/shared/read/operation';
import type { EarlierItem, PlannedItem } from '../../nodes/shared/send/plan';

/**
 * An item that was sent.
 * @param ends the verdict of each target; undefined if it has none
 */
export const plannedItem = <A extends OperationArguments>(
	args: A,
	ends: ReadonlyArray<[target: number, end?: Verdict]>,
	earlier?: EarlierItem,
): PlannedItem<A> => ({
	args,
	earlier,
	targets: ends.map(([target]) => target),
	delivery: {
		parts: [args],
		session: {
			id: 'session',
			send: async () => ({ type: 'lost', meaning: '', remedy: '' }),
			secrets: () => [],
		},
		targets: new Set(ends.map(([target]) => target)),
		verdicts: new Map(ends.flatMap(([target, end]) => (end ? [[target, end]] : []))),
		partsDone: new Map(),
	},
});
