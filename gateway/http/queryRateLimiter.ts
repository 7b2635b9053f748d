/**
 * Rate limiter for queries. The gateway accepts five queries of an agent in two seconds (api-cec, cec_07_0413); its
 * answer to a sixth is not documented. So all items, nodes and executions of this n8n server or worker share five
 * permits per agent.
 *
 * Not every request takes the same time to arrive. A permit becomes free two seconds after the answer, because by then
 * the query has certainly arrived.
 *
 * Liveness checks go before look-ups, and look-ups before the queries of nodes that wait for a state. Within a class, a
 * run has one ticket at a time, so that a run with many items leaves permits to the others.
 */
import type { QueryPriority } from '../operations/request';
import { Registry } from '../values/registry';
import type { WaitContext } from './waitContext';

/** Queries per window. */
const MAX_QUERIES = 5;

/** Length of the window, in ms: slightly over two seconds, because timers may fire early. */
const WINDOW_MS = 2_020;

/** Time after which a query without an answer has certainly arrived, in ms. */
const MAX_TRANSIT_MS = 3_000;

/** Interval of checking whether an awaited answer has arrived, in ms. */
const RECHECK_MS = 50;

/** From 200 agents on, idle limiters are dropped. */
const MAX_LIMITERS = 200;

/** The highest number goes first. */
const PRIORITY: Readonly<Record<QueryPriority, number>> = { liveness: 2, lookUp: 1, wait: 0 };

/** A ticket of the lowest class counts as a look-up after 10,000 ms, so that endless look-ups do not starve it. */
const PROMOTED_AFTER_MS = 10_000;

/** A query that waits for a permit. */
export interface PermitWait extends Pick<WaitContext, 'sleep' | 'aborted'> {
	/** Default: `lookUp`. */
	priority?: QueryPriority;
	/** The run that sends the query. Its queries of a class take one ticket at a time; without it, each takes its own. */
	source?: object;
}

/** Permission to send one query. */
export interface Permit {
	/** Releases the permit; call it when the answer has arrived or can no longer arrive. */
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

/** The permits of one agent. */
export class QueryRateLimiter {
	/** The last use of every permit that was used. */
	private readonly uses: PermitUse[] = [];

	/** Waiting tickets, in the order of arrival. */
	private readonly waiting: Ticket[] = [];

	/** The newest query of every run, by class: the next one waits for it before it takes a ticket. */
	private readonly newest: Readonly<Record<QueryPriority, WeakMap<object, Promise<unknown>>>> = {
		liveness: new WeakMap(),
		lookUp: new WeakMap(),
		wait: new WeakMap(),
	};

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** True if no ticket waits and no permit is in use or was used recently. */
	get idle(): boolean {
		return this.waiting.length === 0 && this.uses.every((permit) => this.freeIn(permit) === 0);
	}

	/** Waits for a permit. @returns undefined if the wait was aborted */
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

	/** Minimum wait of the ticket at a place of the queue, in ms. */
	private waitAt(place: number): number {
		const unused = Array.from({ length: MAX_QUERIES - this.uses.length }, () => 0);
		const used = this.uses.map((permit) => this.freeIn(permit)).sort((one, other) => one - other);
		const rounds = Math.floor(place / MAX_QUERIES);
		return ([...unused, ...used][place % MAX_QUERIES] ?? 0) + rounds * WINDOW_MS;
	}

	/** Minimum time until a permit is free again, in ms. */
	private freeIn({ at, answered }: PermitUse): number {
		const now = this.now();
		// The clock was set back.
		if (at > now) return 0;
		const arrived = Math.min(answered ?? Infinity, at + MAX_TRANSIT_MS);
		const left = arrived + WINDOW_MS - now;
		if (answered !== undefined || left <= 0) return Math.max(0, left);
		// The answer may arrive in time.
		return Math.max(at + WINDOW_MS - now, Math.min(RECHECK_MS, left));
	}
}

const limiters = new Registry<QueryRateLimiter>(({ idle }) => idle, MAX_LIMITERS);

/** The limiter of the agent in whose session a query is sent. */
export const queryRateLimiterFor = (baseUrl: string, agentId: string): QueryRateLimiter =>
	limiters.get(`${agentId}@${baseUrl}`, () => new QueryRateLimiter(() => Date.now()));
