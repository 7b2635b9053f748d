/** After so many requests without anybody accepted, it is not the recipients that are refused. */
const MAX_REQUESTS_WITHOUT_SUCCESS = 16;

/** What became of a group: somebody got it, the gateway does not accept what it holds, or anything else. */
export type GroupOutcome = 'accepted' | 'refused' | 'other';

/**
 * Every second member, and the rest. Those who are wrong often stand side by side, as a team that is gone does: a
 * half should hold some of everybody.
 */
const splitInTwo = <T>(group: readonly T[]): [T[], T[]] => [
	group.filter((_member, index) => index % 2 === 0),
	group.filter((_member, index) => index % 2 === 1),
];

/**
 * Finds the bad members of a group that is refused as a whole: yields the groups to try, wants to be told the fate
 * of each, and halves those that are refused. It goes into the depth first, so that after eight requests for a
 * hundred members one of them was tried alone.
 *
 * For n members it makes at most 2n - 1 requests, 199 for a batch of notes; 16 if none of them is accepted.
 * @returns the groups that are not worth a try any more: nobody was accepted, so the fault is in what all share
 */
export function* bisect<T>(
	members: readonly T[],
): Generator<readonly T[], ReadonlyArray<readonly T[]>, GroupOutcome> {
	const groups: Array<readonly T[]> = [members];
	let requests = 0;
	let anybody = false;
	for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
		if (!anybody && requests >= MAX_REQUESTS_WITHOUT_SUCCESS) return [group, ...groups];
		const groupOutcome = yield group;
		requests++;
		anybody ||= groupOutcome === 'accepted';
		if (groupOutcome !== 'refused' || group.length === 1) continue;
		const [first, second] = splitInTwo(group);
		groups.push(second, first);
	}
	return [];
}
