/** Requests without any accepted recipient after which the recipients are not the cause of the refusals. */
const MAX_REQUESTS_WITHOUT_SUCCESS = 16;

/** Outcome of a group: accepted for at least one member, refused for its contents, or anything else. */
export type GroupOutcome = 'accepted' | 'refused' | 'other';

/**
 * Splits a group into every second member and the rest. Wrong recipients often stand side by side, such as a former
 * team, so each half should hold a mix.
 */
const splitInTwo = <T>(group: readonly T[]): [T[], T[]] => [
	group.filter((_member, index) => index % 2 === 0),
	group.filter((_member, index) => index % 2 === 1),
];

/**
 * Finds the bad members of a group that is refused as a whole: yields the groups to try, expects the outcome of each,
 * and halves those that are refused. It goes depth first, so that after eight requests for a hundred members one of
 * them was tried alone.
 *
 * For n members it makes at most 2n - 1 requests, 199 for a batch of notes; 16 if none of them is accepted.
 * @returns the groups that are not worth a further try: none of their members was accepted, so the fault is in what all
 *   share
 */
export function* bisect<T>(
	members: readonly T[],
): Generator<readonly T[], ReadonlyArray<readonly T[]>, GroupOutcome> {
	const groups: Array<readonly T[]> = [members];
	let requests = 0;
	let anyAccepted = false;
	for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
		if (!anyAccepted && requests >= MAX_REQUESTS_WITHOUT_SUCCESS) return [group, ...groups];
		const groupOutcome = yield group;
		requests++;
		anyAccepted ||= groupOutcome === 'accepted';
		if (groupOutcome !== 'refused' || group.length === 1) continue;
		const [first, second] = splitInTwo(group);
		groups.push(second, first);
	}
	return [];
}
