/**
 * Events that an agent's triggers may have missed: those that arrived while no trigger was there, while a workflow was
 * being published again, or before the last workflow was there after a start of n8n.
 */
import type { AgentEvent } from '../answer/events';
import { isWithin } from '../session/lruSet';
import { KEPT_WITHOUT_TRIGGER_MS } from '../session/pollLock';

/** A trigger that left is expected back for this long, in ms: its workflow may be in the act of being published. */
const RETURN_MS = 60_000;

/** The last workflow has begun to listen this long after the first one, in ms, when n8n starts. */
const START_MS = 300_000;

/** More events are not kept; the oldest go first. An event is up to 20,000 characters long. */
const MOST_EVENTS = 1_000;

export interface KeptEvent {
	/** Counts up from 1. */
	number: number;
	/** In ms since 1970. */
	arrivedAt: number;
	event: AgentEvent;
	/** A trigger has received it. */
	received: boolean;
}

/** The place of a trigger in the sequence of events: the number of the last one that it is not to get any more. */
export interface Place {
	number: number;
}

/** The place of a trigger that has left. */
interface Departure extends Place {
	/** In ms since 1970. */
	at: number;
}

export class EventBacklog {
	private kept: KeptEvent[] = [];

	/** Number of the newest event. */
	private newest = 0;

	private readonly departures = new Map<string, Departure>();

	/** Places of triggers that have come and not got yet what they missed. */
	private readonly waiting = new Set<Place>();

	/** The last start of n8n: the number of the last event before it, and its time in ms since 1970. */
	private start: Departure = { number: 0, at: -Infinity };

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** From now on triggers come that belong to a start of n8n: each of them gets all events from here on. */
	beginStart(): void {
		this.start = { number: this.newest, at: this.now() };
	}

	/** Adds the newest event. @param received whether a trigger has received it */
	add(event: AgentEvent, received: boolean): void {
		this.newest++;
		this.kept.push({ number: this.newest, arrivedAt: this.now(), event, received });
		this.prune();
	}

	/**
	 * @param key of a trigger that begins to listen; undefined for one that was never there
	 * @param atStart whether it does because n8n starts
	 * @returns its place; events that nobody got are for it in any case
	 */
	arrive(key: string | undefined, atStart: boolean): Place {
		this.prune();
		const known = key === undefined ? undefined : this.departures.get(key);
		if (key !== undefined) this.departures.delete(key);
		const number = known?.number ?? (atStart && this.isStarting ? this.start.number : this.newest);
		const place = { number };
		this.waiting.add(place);
		return place;
	}

	/**
	 * The events, in order, that a trigger has missed that arrived at this place. Whoever hands one over marks it as
	 * received.
	 */
	missed(place: Place): KeptEvent[] {
		this.prune();
		this.waiting.delete(place);
		return this.kept.filter(({ number, received }) => !received || number > place.number);
	}

	/**
	 * Remembers the place of a trigger that stops to listen.
	 * @param place where it arrived, if it has not got yet what it missed; otherwise it has got all events
	 */
	depart(key: string | undefined, place?: Place): void {
		if (place) this.waiting.delete(place);
		const { number } = place ?? { number: this.newest };
		if (key !== undefined) this.departures.set(key, { number, at: this.now() });
		this.prune();
	}

	private get isStarting(): boolean {
		return isWithin(this.start.at, START_MS, this.now());
	}

	private prune(): void {
		const now = this.now();
		const starting = this.isStarting;
		for (const [key, { at }] of this.departures) {
			if (!starting && !isWithin(at, RETURN_MS, now)) this.departures.delete(key);
		}
		const places = [...this.departures.values(), ...this.waiting];
		const first = Math.min(...places.map(({ number }) => number));
		this.kept = this.kept
			.filter(
				({ number, arrivedAt, received }) =>
					starting ||
					number > first ||
					(!received && isWithin(arrivedAt, KEPT_WITHOUT_TRIGGER_MS, now)),
			)
			.slice(-MOST_EVENTS);
	}
}
