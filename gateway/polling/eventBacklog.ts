/**
 * Events that an agent's triggers may have missed: they arrived while no trigger was subscribed, while a workflow was
 * being published again, or before all workflows had started after a start of n8n.
 */
import type { AgentEvent } from '../answer/events';
import { isWithin } from '../session/lruSet';
import { KEPT_WITHOUT_TRIGGER_MS } from '../session/pollLock';

/** Time for which a trigger that left is expected back, in ms: its workflow may be about to be published. */
const RETURN_MS = 60_000;

/** Time from the first to the last subscription when n8n starts, in ms. */
const START_MS = 300_000;

/** Maximum number of kept events; the oldest are dropped first. An event is up to 20,000 characters long. */
const MAX_EVENTS = 1_000;

export interface KeptEvent {
	/** Counts up from 1. */
	number: number;
	/** In ms since 1970. */
	arrivedAt: number;
	event: AgentEvent;
	/** A trigger has received it. */
	received: boolean;
}

/** Place of a trigger in the sequence of events: the number of the last event that it must not receive. */
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

	/** Places of triggers that have subscribed and not received yet what they missed. */
	private readonly waiting = new Set<Place>();

	/** The last start of n8n: the number of the last event before it, and its time in ms since 1970. */
	private start: Departure = { number: 0, at: -Infinity };

	/** @param now in ms since 1970 */
	constructor(private readonly now: () => number) {}

	/** Marks a start of n8n: every trigger that subscribes because of it receives all events from here on. */
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
	 * Registers a trigger.
	 * @param key of the trigger; undefined for one without an earlier subscription
	 * @param atStart true if it subscribes because n8n starts
	 * @returns its place; it also receives events that no trigger has received
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
	 * The events, in order, that the trigger of a place has missed. The caller marks those that it delivers as received.
	 */
	missed(place: Place): KeptEvent[] {
		this.prune();
		this.waiting.delete(place);
		return this.kept.filter(({ number, received }) => !received || number > place.number);
	}

	/**
	 * Remembers the place of a trigger that unsubscribes.
	 * @param place of its arrival, if it has not received yet what it missed; otherwise it has received all events
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
			.slice(-MAX_EVENTS);
	}
}
