/** Delivers events to the triggers of an agent, and missed events to triggers that subscribe later or again. */
import type { AgentEvent } from '../answer/events';
import type { SessionCache } from '../session/sessionCache';
import type { Subscriber, Subscribers } from './subscribers';
import { EventBacklog, type Place } from './eventBacklog';

export class EventDistributor {
	private readonly backlog: EventBacklog;

	/** Triggers that have not received yet what they missed, with their places in the backlog. */
	private readonly behind = new Map<Subscriber, Place>();

	/** Cache of the session in which the backlog's events were received: only triggers that could open it receive them. */
	private source: SessionCache | undefined;

	/** @param now in ms since 1970 */
	constructor(
		private readonly subscribers: Subscribers,
		now: () => number,
	) {
		this.backlog = new EventBacklog(now);
	}

	/** @param atStart true if the trigger subscribes because n8n starts */
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

	/** Delivers missed events, if they were received in the session of this account. */
	catchUp(cache: SessionCache): void {
		if (this.source === cache) this.handOver();
	}

	/** Delivers missed events, because the gateway has answered in the session of this account. */
	proved(cache: SessionCache): void {
		this.source = cache;
		this.handOver();
	}

	/** Delivers a new event to all triggers that have missed nothing; the others receive it after what they missed. */
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
