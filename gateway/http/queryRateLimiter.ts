/**
 * The gateway takes five queries of an agent in two seconds (api-cec, cec_07_0413); what it does with a sixth is
 * not documented. So queries take turns, for all items, nodes and executions of this n8n server or worker.
 *
 * Not every request takes the same time to arrive. A turn is free again two seconds after the answer, because by
 * then the query has arrived for certain.
 */

/** How many. */
const MAX_QUERIES = 5;

/** In how long, in ms; timers may fire a little early. */
const WINDOW_MS = 2_020;

/** A query without an answer has arrived after so long, in ms. */
const MAX_TRANSIT_MS = 3_000;

/** How often to look whether the answer has come for which a turn waits, in ms. */
const RECHECK_MS = 50;

/** After so many agents, those who have not asked for a while are forgotten. */
const MAX_LIMITERS = 200;

/** How to wait. */
export interface PermitWait {
	/** Waits; ends early, without throwing, when nothing more is to be sent. */
	sleep: (ms: number) => Promise<void>;
	/** Whether nothing more is to be sent. */
	aborted: () => boolean;
}

/** A turn that has begun. */
export interface Permit {
	/** To be called when the answer has come, or will not come any more. */
	release: () => void;
}

interface PermitUse {
	at: number;
	answered?: number;
}

/** The turns of one agent. */
export class QueryRateLimiter {
	/** The last use of every turn that was used. */
	private readonly uses: PermitUse[] = [];

	/** Who waits; first come, first served. */
	private readonly waiting: object[] = [];

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** Whether nobody waits and no turn is under way or recent. */
	get idle(): boolean {
		return this.waiting.length === 0 && this.uses.every((permit) => this.freeIn(permit) === 0);
	}

	/** Waits for a turn and begins it. @returns nothing if nothing more is to be sent */
	async acquire({ sleep, aborted }: PermitWait): Promise<Permit | undefined> {
		const ticket = {};
		this.waiting.push(ticket);
		let permit: Permit | undefined;
		while (permit === undefined && !aborted()) {
			const place = this.waiting.indexOf(ticket);
			const wait = this.waitAt(place);
			if (wait > 0) await sleep(wait);
			else permit = this.issue();
		}
		this.waiting.splice(this.waiting.indexOf(ticket), 1);
		return permit;
	}

	private issue(): Permit {
		const permit: PermitUse = { at: this.now() };
		if (this.uses.length === MAX_QUERIES) {
			this.uses.splice(
				this.uses.findIndex((other) => this.freeIn(other) === 0),
				1,
			);
		}
		this.uses.push(permit);
		return {
			release: () => {
				permit.answered ??= this.now();
			},
		};
	}

	/** How long to wait, at least, with so many others in front, in ms. */
	private waitAt(place: number): number {
		const unused = Array.from({ length: MAX_QUERIES - this.uses.length }, () => 0);
		const used = this.uses.map((permit) => this.freeIn(permit)).sort((one, other) => one - other);
		const rounds = Math.floor(place / MAX_QUERIES);
		return ([...unused, ...used][place % MAX_QUERIES] ?? 0) + rounds * WINDOW_MS;
	}

	/** How long until a turn is free again, at least, in ms. */
	private freeIn({ at, answered }: PermitUse): number {
		const now = this.now();
		// The clock was set back.
		if (at > now) return 0;
		const arrived = Math.min(answered ?? Infinity, at + MAX_TRANSIT_MS);
		const left = arrived + WINDOW_MS - now;
		if (answered !== undefined || left <= 0) return Math.max(0, left);
		// The answer may come in time.
		return Math.max(at + WINDOW_MS - now, Math.min(RECHECK_MS, left));
	}
}

const limiters = new Map<string, QueryRateLimiter>();

/** The turns of the agent who asks. */
export function queryRateLimiterFor(baseUrl: string, agentId: string): QueryRateLimiter {
	const key = `${agentId}@${baseUrl}`;
	const known = limiters.get(key);
	if (known) return known;
	if (limiters.size >= MAX_LIMITERS) {
		for (const [other, { idle }] of limiters) if (idle) limiters.delete(other);
	}
	const fresh = new QueryRateLimiter(() => Date.now());
	limiters.set(key, fresh);
	return fresh;
}
