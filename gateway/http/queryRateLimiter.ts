/**
 * The gateway takes five queries of an agent in two seconds (api-cec, cec_07_0413); what it does with a sixth is
 * not documented. So queries take turns, for all items, nodes and executions of this n8n server or worker.
 *
 * Not every request takes the same time to arrive. A turn is free again two seconds after the answer, because by
 * then the query has arrived for certain.
 */

/** How many. */
const QUERIES = 5;

/** In how long, in ms; timers may fire a little early. */
const WINDOW = 2_020;

/** A query without an answer has arrived after so long, in ms. */
const ARRIVED_AFTER = 3_000;

/** How often to look whether the answer has come for which a turn waits, in ms. */
const LOOK_AGAIN = 50;

/** After so many agents, those who have not asked for a while are forgotten. */
const MANY = 200;

/** How to wait. */
export interface Waiting {
	/** Waits; ends early, without throwing, when nothing more is to be sent. */
	sleep: (ms: number) => Promise<void>;
	/** Whether nothing more is to be sent. */
	aborted: () => boolean;
}

/** A turn that has begun. */
export interface Turn {
	/** To be called when the answer has come, or will not come any more. */
	end: () => void;
}

interface Begun {
	at: number;
	answered?: number;
}

/** The turns of one agent. */
export class QueryTurns {
	/** The last use of every turn that was used. */
	private readonly begun: Begun[] = [];

	/** Who waits; first come, first served. */
	private readonly waiting: object[] = [];

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** Whether nobody waits and no turn is under way or recent. */
	get idle(): boolean {
		return this.waiting.length === 0 && this.begun.every((turn) => this.freeIn(turn) === 0);
	}

	/** Waits for a turn and begins it. @returns nothing if nothing more is to be sent */
	async take({ sleep, aborted }: Waiting): Promise<Turn | undefined> {
		const ticket = {};
		this.waiting.push(ticket);
		let turn: Turn | undefined;
		while (turn === undefined && !aborted()) {
			const place = this.waiting.indexOf(ticket);
			const wait = this.waitAt(place);
			if (wait > 0) await sleep(wait);
			else turn = this.begin();
		}
		this.waiting.splice(this.waiting.indexOf(ticket), 1);
		return turn;
	}

	private begin(): Turn {
		const turn: Begun = { at: this.now() };
		if (this.begun.length === QUERIES) {
			this.begun.splice(
				this.begun.findIndex((other) => this.freeIn(other) === 0),
				1,
			);
		}
		this.begun.push(turn);
		return {
			end: () => {
				turn.answered ??= this.now();
			},
		};
	}

	/** How long to wait, at least, with so many others in front, in ms. */
	private waitAt(place: number): number {
		const unused = Array.from({ length: QUERIES - this.begun.length }, () => 0);
		const used = this.begun.map((turn) => this.freeIn(turn)).sort((one, other) => one - other);
		const rounds = Math.floor(place / QUERIES);
		return ([...unused, ...used][place % QUERIES] ?? 0) + rounds * WINDOW;
	}

	/** How long until a turn is free again, at least, in ms. */
	private freeIn({ at, answered }: Begun): number {
		const now = this.now();
		// The clock was set back.
		if (at > now) return 0;
		const arrived = Math.min(answered ?? Infinity, at + ARRIVED_AFTER);
		const left = arrived + WINDOW - now;
		if (answered !== undefined || left <= 0) return Math.max(0, left);
		// The answer may come in time.
		return Math.max(at + WINDOW - now, Math.min(LOOK_AGAIN, left));
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
	const fresh = new QueryTurns(() => Date.now());
	turns.set(key, fresh);
	return fresh;
}
