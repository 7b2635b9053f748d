import type { EventEmitter } from 'node:events';
import type { Clock } from './clock';

/** An event in an agent's queue (api-ccfs-cec, cec_07_1274). */
export interface GatewayEvent {
	/** A name, such as `AgentOther_Note`. */
	eventType: string;
	/** Time of the event, milliseconds since 1970. Sent only if the switch `eventGenTime` says so. */
	eventGenTime: number;
	/** The agent whose event it is. */
	workNo: string;
	content: Record<string, unknown> | null;
}

/** An event as a poll brings it. */
export type QueuedEvent = Omit<GatewayEvent, 'eventGenTime'> & Partial<GatewayEvent>;

/** The owner of a queue of events. */
export interface Receiver {
	readonly id: string;
	/** Oldest first. */
	events: GatewayEvent[];
	/** Emits `change` when an event was queued. */
	readonly emitter: EventEmitter;
	readonly clock: Clock;
}

/** Puts an event at the end of an agent's queue. */
export function queueEvent(
	agent: Receiver,
	eventType: string,
	content: GatewayEvent['content'] = null,
): void {
	agent.events.push({ eventType, eventGenTime: agent.clock.now(), workNo: agent.id, content });
	agent.emitter.emit('change');
}
