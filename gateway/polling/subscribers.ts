/** The triggers that are subscribed to one agent in this n8n server or worker. */
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
	 * @param signal aborted when the result is no longer needed
	 */
	readonly connect: (signal: AbortSignal) => Promise<EventConnection | NoSession>;
	/** Triggers with a common access key may receive the same events. */
	readonly accessKeys: readonly unknown[];
	/** IDs of the agents that it watches beside its own. */
	readonly watched: readonly number[];
	/** Receives every event. */
	readonly onEvent: (event: AgentEvent) => void;
	/** Writes a line to n8n's log. */
	readonly logWarning: (line: string) => void;
	/** Reports to the workflow, as a failed execution. Must not throw. */
	readonly report?: (report: Report) => void;
	/** ID of the trigger while its workflow exists; undefined for a test. */
	readonly key?: string;
}

/** A report for people, in sentences. */
export interface Report {
	message: string;
	description: string;
}

export class Subscribers {
	private readonly all: Subscriber[] = [];

	/** The trigger that subscribed first. */
	get first(): Subscriber | undefined {
		return this.all[0];
	}

	/** Connects with the credential of the first trigger whose credential is usable. @returns the first reason otherwise */
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

	/** Returns true if a trigger may receive the events of the triggers that are subscribed already. */
	canJoin({ accessKeys }: Pick<Subscriber, 'accessKeys'>): boolean {
		const known = this.all.flatMap((subscriber) => subscriber.accessKeys);
		return this.all.length === 0 || accessKeys.some((accessKey) => known.includes(accessKey));
	}

	/** IDs of all watched agents. */
	watched(): number[] {
		return [...new Set(this.all.flatMap((subscriber) => subscriber.watched))];
	}

	/** All triggers, in the order of their subscription. */
	list(): Subscriber[] {
		return [...this.all];
	}

	/** Returns true if the trigger is subscribed already, in an earlier version of its workflow. */
	hasKey(key: string | undefined): boolean {
		return key !== undefined && this.all.some((subscriber) => subscriber.key === key);
	}

	/** Delivers an event to one trigger; its errors do not affect the others. */
	publish(subscriber: Subscriber, event: AgentEvent): void {
		try {
			subscriber.onEvent(event);
		} catch {
			// The trigger starts no execution.
		}
	}

	/** Writes a line to n8n's log, once for all triggers. */
	logWarning(line: string): void {
		this.first?.logWarning(line);
	}
}
