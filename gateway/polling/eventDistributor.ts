/** Hands events to the triggers of an agent, and what they missed to those that come later or come back. */
import type { AgentEvent } from '../answer/events';
import type { SessionCache } from '../session/sessionCache';
import type { Subscriber, Subscribers } from './subscribers';
import { EventBacklog, type Place } from './eventBacklog';

export class EventDistributor {
	private readonly backlog: EventBacklog;

	/** Triggers that have not got yet what they missed, with their places in the backlog. */
	private readonly behind = new Map<Subscriber, Place>();

	/** Whose session the events of the backlog were received in: only those who could open it get them. */
	private source: SessionCache | undefined;

	/** @param now in ms since 1970 */
	constructor(
		private readonly subscribers: Subscribers,
		now: () => number,
	) {
		this.backlog = new EventBacklog(now);
	}

	/** @param atStart whether the trigger comes because n8n starts */
	add(subscriber: Subscriber, atStart: boolean): void {
		if (atStart && this.subscribers.first === undefined) this.backlog.beginStart();
		const isTwin = this.subscribers.hasKey(subscriber.key);
		this.behind.set(
			subscriber,
			this.backlog.arrive(isTwin ? undefined : subscriber.key, atStart && !isTwin),
		);
		this.subscribers.add(subscriber);
	}

	remove(subscriber: Subscriber): void {
		if (!this.subscribers.has(subscriber)) return;
		this.backlog.depart(subscriber.key, this.behind.get(subscriber));
		this.behind.delete(subscriber);
		this.subscribers.remove(subscriber);
	}

	/** Hands over what was missed, if it was received in the session of this account. */
	catchUp(cache: SessionCache): void {
		if (this.source === cache) this.handOver();
	}

	/** The gateway has answered in the session of this account: whoever is there may get what was missed. */
	proved(cache: SessionCache): void {
		this.source = cache;
		this.handOver();
	}

	/** Hands a new event to all who have missed nothing; to the others it comes after what they have missed. */
	publish(event: AgentEvent): void {
		const receivers = this.subscribers.list().filter((subscriber) => !this.behind.has(subscriber));
		for (const subscriber of receivers) this.subscribers.publish(subscriber, event);
		this.backlog.add(event, receivers.length > 0);
	}

	private handOver(): void {
		const due = [...this.behind].map(([subscriber, place]) => ({
			subscriber,
			missed: this.backlog.missed(place),
		}));
		this.behind.clear();
		for (const { subscriber, missed } of due) {
			for (const one of missed) {
				// A test ends with its first event.
				if (!this.subscribers.has(subscriber)) break;
				one.received = true;
				this.subscribers.publish(subscriber, one.event);
			}
		}
	}
}
