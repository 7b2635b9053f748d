import type { Outcome } from '../../../gateway/answer/outcome';
import { capitalize } from '../../../gateway/http/exchange';

const COUNTED: Readonly<Record<Outcome, string>> = {
	accepted: 'accepted',
	rejected: 'rejected',
	unknown: 'unknown',
	notAttempted: 'not attempted',
};

const BEST_FIRST = ['accepted', 'rejected', 'unknown', 'notAttempted'] as const;

/** "1 item", "2 items". */
export const numberOf = (count: number, things: 'items' | 'notes' | 'recipients'): string =>
	`${count} ${count === 1 ? things.slice(0, -1) : things}`;

/**
 * For example "Of 400 items: 397 accepted, 2 rejected, 1 unknown". One thing needs no count: "Rejected".
 */
export function counted(
	things: 'items' | 'recipients',
	countOf: (outcome: Outcome) => number,
): string {
	const counts = BEST_FIRST.map((outcome) => [outcome, countOf(outcome)] as const);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const [only] = counts.filter(([, count]) => count > 0);
	if (total === 1 && only) return capitalize(COUNTED[only[0]]);
	const parts = counts
		.filter(([outcome, count]) => count > 0 || outcome === 'accepted')
		.map(([outcome, count]) => `${count} ${COUNTED[outcome]}`);
	return `Of ${numberOf(total, things)}: ${parts.join(', ')}`;
}

/** More different reasons than these are not read above an output. */
const MAX_REASONS = 5;

/**
 * Why things failed, the most frequent reason first: "5 busy already (100-009), 1 not signed in (100-006)". A
 * reason of all of them stands without a number.
 * @param reasons one of each that failed; undefined where there is nothing to say
 * @returns an empty text if there is nothing to say at all
 */
export function countedReasons(reasons: ReadonlyArray<string | undefined>): string {
	const counts = new Map<string, number>();
	for (const reason of reasons) {
		if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	const sorted = [...counts].sort(([, one], [, other]) => other - one);
	const [[most, count] = ['', 0]] = sorted;
	if (count === reasons.length) return most;
	const rest = sorted.slice(MAX_REASONS).reduce((sum, [, times]) => sum + times, 0);
	return [
		...sorted.slice(0, MAX_REASONS).map(([reason, times]) => `${times} ${reason}`),
		...(rest > 0 ? [`${rest} for other reasons`] : []),
	].join(', ');
}
