/**
 * The gateway takes five queries of an agent in two seconds (api-cec, cec_07_0413); what it does with a sixth is
 * not documented. So queries take turns, for all items, nodes and executions of this n8n server or worker.
 *
 * Not every request takes the same time to arrive. A turn is free again two seconds after the answer, because by
 * then the query has arrived for certain.
 *
 * Liveness checks go before look-ups, and look-ups before the questions of nodes that wait for a state. Within a
 * class, a run has one ticket at a time, so that a run with many items leaves turns to the others.
 */
import type { QueryPriority } from '../operations/request';
import { Registry } from '../values/registry';
import type { WaitContext } from './waitContext';

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

/** The highest goes first. */
const PRIORITY: Readonly<Record<QueryPriority, number>> = { liveness: 2, lookUp: 1, wait: 0 };

/** A ticket of the lowest class counts as a look-up after 10,000 ms, so that it gets a turn among endless look-ups. */
const PROMOTED_AFTER_MS = 10_000;

/** A query that waits for a permit. */
export interface PermitWait extends Pick<WaitContext, 'sleep' | 'aborted'> {
	/** Default: `lookUp`. */
	priority?: QueryPriority;
	/** The run that asks. Its queries of one class take one ticket at a time; without it, each takes its own. */
	source?: object;
}

/** A turn that has begun. */
export interface Permit {
	/** To be called when the answer has come, or will not come any more. */
	release: () => void;
}

/** A place in the queue. */
interface Ticket {
	priority: QueryPriority;
	/** In ms since 1970. */
	since: number;
}

interface PermitUse {
	at: number;
	answered?: number;
}

/** The turns of one agent. */
export class QueryRateLimiter {
	/** The last use of every turn that was used. */
	private readonly uses: PermitUse[] = [];

	/** Who waits, in the order of arrival. */
	private readonly waiting: Ticket[] = [];

	/** The newest query of every run, by class: the next one waits for it before it takes a ticket. */
	private readonly newest: Readonly<Record<QueryPriority, WeakMap<object, Promise<unknown>>>> = {
		liveness: new WeakMap(),
		lookUp: new WeakMap(),
		wait: new WeakMap(),
	};

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** Whether nobody waits and no turn is under way or recent. */
	get idle(): boolean {
		return this.waiting.length === 0 && this.uses.every((permit) => this.freeIn(permit) === 0);
	}

	/** Waits for a turn and begins it. @returns nothing if nothing more is to be sent */
	async acquire(waiting: PermitWait): Promise<Permit | undefined> {
		const { priority = 'lookUp', source } = waiting;
		if (source === undefined) return await this.queue(priority, waiting);
		const newest = this.newest[priority];
		const before = newest.get(source);
		const turn = before
			? before.then(async () => await this.queue(priority, waiting))
			: this.queue(priority, waiting);
		newest.set(source, turn);
		return await turn;
	}

	private async queue(
		priority: QueryPriority,
		{ sleep, aborted }: PermitWait,
	): Promise<Permit | undefined> {
		const ticket = { priority, since: this.now() };
		this.waiting.push(ticket);
		let permit: Permit | undefined;
		while (permit === undefined && !aborted()) {
			const wait = this.waitAt(this.placeOf(ticket));
			if (wait > 0) await sleep(wait);
			else permit = this.issue();
		}
		this.waiting.splice(this.waiting.indexOf(ticket), 1);
		return permit;
	}

	/** The number of tickets that go before this one. */
	private placeOf(ticket: Ticket): number {
		const own = this.rankOf(ticket);
		const arrival = this.waiting.indexOf(ticket);
		return this.waiting.filter((other, index) => {
			const rank = this.rankOf(other);
			return rank > own || (rank === own && index < arrival);
		}).length;
	}

	private rankOf({ priority, since }: Ticket): number {
		const promoted = this.now() - since >= PROMOTED_AFTER_MS;
		return promoted ? Math.max(PRIORITY[priority], PRIORITY.lookUp) : PRIORITY[priority];
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

const limiters = new Registry<QueryRateLimiter>(({ idle }) => idle, MAX_LIMITERS);

/** The limiter of the agent in whose session a query is sent. */
export const queryRateLimiterFor = (baseUrl: string, agentId: string): QueryRateLimiter =>
	limiters.get(`${agentId}@${baseUrl}`, () => new QueryRateLimiter(() => Date.now()));
