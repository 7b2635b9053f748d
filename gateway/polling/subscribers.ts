/** The triggers that listen to one agent in this n8n server or worker. */
import type { NoSession } from '../http/exchange';
import type { SiteWordLists } from '../answer/eventContents';
import type { AgentEvent } from '../answer/events';
import type { EventSession } from './eventSession';

/** A credential as it was read, ready for use. */
export interface EventConnection {
	events: EventSession;
	words: SiteWordLists;
}

/** A trigger. */
export interface Subscriber {
	/**
	 * Reads the credential. Must not throw.
	 * @param signal aborted when whatever is under way is of no more use
	 */
	readonly connect: (signal: AbortSignal) => Promise<EventConnection | NoSession>;
	/** What shows that it may hear what another one hears: they have one of these in common. */
	readonly accessKeys: readonly unknown[];
	/** Whom it watches beside its own agent. */
	readonly watched: readonly number[];
	/** Is handed every event. */
	readonly onEvent: (event: AgentEvent) => void;
	/** Tells those who run n8n, in a line. */
	readonly logWarning: (line: string) => void;
	/** Tells those who look at the workflow. Must not throw. */
	readonly report?: (report: Report) => void;
	/** Names the trigger for as long as its workflow exists; none for a test. */
	readonly key?: string;
}

/** Something that people have to know of, in sentences. */
export interface Report {
	message: string;
	description: string;
}

export class Subscribers {
	private readonly all: Subscriber[] = [];

	/** The one that has been there longest. */
	get first(): Subscriber | undefined {
		return this.all[0];
	}

	/** The credential of the first trigger that has one which can be used; why there is none is the first one's reason. */
	async connect(
		signal: AbortSignal,
		isUsable: (connection: EventConnection) => boolean,
	): Promise<(EventConnection & { by: Subscriber }) | NoSession | undefined> {
		let reason: NoSession | undefined;
		for (const by of [...this.all]) {
			const next = await by.connect(signal);
			if (signal.aborted) return reason;
			if ('type' in next) reason ??= next;
			else if (isUsable(next)) return { ...next, by };
		}
		return reason;
	}

	has(subscriber: Subscriber): boolean {
		return this.all.includes(subscriber);
	}

	add(subscriber: Subscriber): void {
		this.all.push(subscriber);
	}

	remove(subscriber: Subscriber): void {
		const place = this.all.indexOf(subscriber);
		if (place >= 0) this.all.splice(place, 1);
	}

	/** Whether a trigger may hear what those hear that are there already. */
	canJoin({ accessKeys }: Pick<Subscriber, 'accessKeys'>): boolean {
		const known = this.all.flatMap((subscriber) => subscriber.accessKeys);
		return this.all.length === 0 || accessKeys.some((accessKey) => known.includes(accessKey));
	}

	/** Whom any of them watches. */
	watched(): number[] {
		return [...new Set(this.all.flatMap((subscriber) => subscriber.watched))];
	}

	/** All of them, in the order in which they came. */
	list(): Subscriber[] {
		return [...this.all];
	}

	/** Whether the trigger is there already, in an earlier version of its workflow. */
	hasKey(key: string | undefined): boolean {
		return key !== undefined && this.all.some((subscriber) => subscriber.key === key);
	}

	/** Hands an event to one of them; whatever goes wrong there, the others hear it all the same. */
	publish(subscriber: Subscriber, event: AgentEvent): void {
		try {
			subscriber.onEvent(event);
		} catch {
			// It starts no execution.
		}
	}

	/** Tells those who run n8n, once for all. */
	logWarning(line: string): void {
		this.first?.logWarning(line);
	}
}
