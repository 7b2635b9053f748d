/** When something was down, and whom that excuses. */
import type { Life, PartName } from '../records';

/** From the end of a life of a part until the next one was ready. */
export interface Outage {
	part: PartName;
	from: number;
	until: number;
}

/** What ended at a moment is noticed, and stored, a little later. */
const SLACK_MS = 2_000;

/** All outages. Where nothing took its place, one lasts for ever. */
export function outagesOf(lives: readonly Life[]): Outage[] {
	return lives.flatMap(({ part, endedAt }) => {
		if (endedAt === undefined) return [];
		const next = lives
			.filter((life) => life.part === part && life.readyAt !== undefined && life.readyAt > endedAt)
			.map(({ readyAt = Infinity }) => readyAt);
		return [{ part, from: endedAt, until: Math.min(...next, Infinity) }];
	});
}

/** Whether one of the outages has to do with a span of time. */
export const during = (outages: readonly Outage[], from: number, until: number): boolean =>
	outages.some((outage) => outage.from < until + SLACK_MS && outage.until > from - SLACK_MS);
