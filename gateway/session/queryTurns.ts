/**
 * The gateway takes five queries of an agent in two seconds (api-cec, cec_07_0413); what it does with a sixth is
 * not documented. So queries take turns, for all items, nodes and executions of this n8n server or worker.
 */

/** How many. */
const QUERIES = 5;

/** In how long, in ms: a little longer, because not every request takes the same time to arrive. */
const WINDOW = 2_100;

/** After so many agents, those who have not asked for a while are forgotten. */
const MANY = 200;

/** A turn that was reserved. */
export interface Turn {
	/** How long to wait for it, in ms. */
	wait: number;
	/** Gives it back, unused. */
	giveBack: () => void;
}

/** The turns of one agent. */
export class QueryTurns {
	/** When the last turns begin, and those that are reserved; earliest first. */
	private starts: number[] = [];

	/** @param now a time in ms that never goes back */
	constructor(private readonly now: () => number) {}

	/** Whether no turn is reserved or recent. */
	get idle(): boolean {
		return (this.starts.at(-1) ?? -Infinity) + WINDOW <= this.now();
	}

	/** Reserves the next turn. */
	take(): Turn {
		const now = this.now();
		this.starts = this.starts.filter(
			(start, index, { length }) =>
				// What is reserved counts, and of the past what a new one could come too close to.
				start > now || index >= length - QUERIES,
		);
		const before = this.starts.at(-QUERIES);
		const last = this.starts.at(-1) ?? now;
		const start = Math.max(now, last, before === undefined ? now : before + WINDOW);
		this.starts.push(start);
		return {
			wait: start - now,
			giveBack: () => {
				const index = this.starts.indexOf(start);
				if (index !== -1) this.starts.splice(index, 1);
			},
		};
	}
}

const turns = new Map<string, QueryTurns>();

/** The turns of the agent who asks. */
export function queryTurnsOf(baseUrl: string, agentId: string): QueryTurns {
	const key = `${agentId}@${baseUrl}`;
	const known = turns.get(key);
	if (known) return known;
	if (turns.size >= MANY) {
		for (const [other, { idle }] of turns) if (idle) turns.delete(other);
	}
	const fresh = new QueryTurns(() => performance.now());
	turns.set(key, fresh);
	return fresh;
}
