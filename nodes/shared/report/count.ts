import type { Outcome } from '../../../gateway/answer/outcome';

const COUNTED: Readonly<Record<Outcome, string>> = {
	accepted: 'accepted',
	rejected: 'rejected',
	unknown: 'unknown',
	notAttempted: 'not attempted',
};

const BEST_FIRST = ['accepted', 'rejected', 'unknown', 'notAttempted'] as const;

/** For example "Of 400 items: 397 accepted, 2 rejected, 1 unknown". */
export function counted(
	things: 'items' | 'recipients',
	countOf: (outcome: Outcome) => number,
): string {
	const counts = BEST_FIRST.map((outcome) => [outcome, countOf(outcome)] as const);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const parts = counts
		.filter(([outcome, count]) => count > 0 || outcome === 'accepted')
		.map(([outcome, count]) => `${count} ${COUNTED[outcome]}`);
	return `Of ${total} ${total === 1 ? things.slice(0, -1) : things}: ${parts.join(', ')}`;
}
