/** Outages of parts, which excuse unknown outcomes and missing reports. */
import type { Life, PartName } from '../records';

/** The time from the end of a part's life until the next one is ready. */
export interface Outage {
	part: PartName;
	from: number;
	until: number;
}

/** Delay until an end is noticed and stored. */
const SLACK_MS = 2_000;

/** All outages. One without a restart has no end. */
export function outagesOf(lives: readonly Life[]): Outage[] {
	return lives.flatMap(({ part, endedAt }) => {
		if (endedAt === undefined) return [];
		const next = lives
			.filter((life) => life.part === part && life.readyAt !== undefined && life.readyAt > endedAt)
			.map(({ readyAt = Infinity }) => readyAt);
		return [{ part, from: endedAt, until: Math.min(...next, Infinity) }];
	});
}

/** Returns true if an outage overlaps a period. */
export const during = (outages: readonly Outage[], from: number, until: number): boolean =>
	outages.some((outage) => outage.from < until + SLACK_MS && outage.until > from - SLACK_MS);
