/** What the gateway tells of an agent while somebody asks: events, in words. Never throws. */
import type { Exchange } from '../http/exchange';
import { readContent, type SiteWordLists } from './eventContents';
import { type EventKind, eventKindOf } from './eventKinds';
import { FIRST_MOMENT, isoText, isRecord, readNumber, readText } from './fields';

/** An event as the gateway told it. */
export type RawEvent = Readonly<Record<string, unknown>>;

/** An event as an analyst reads it. */
export interface AgentEvent {
	event: EventKind;
	/** The agent whom it is about. */
	agentId: string;
	/** When it came about, or when it was told where the gateway does not say: ISO text. */
	at: string;
	/** What there is to know of it; empty where the gateway says no more. */
	content: Readonly<Record<string, unknown>>;
	raw: RawEvent;
}

/** The event in the answer to a poll: at most one (api-cec, cec_07_1274). */
export function extractEvent(exchange: Exchange): RawEvent | undefined {
	if (exchange.type !== 'answered') return undefined;
	try {
		const { event } = JSON.parse(exchange.body) as { event?: unknown };
		return isRecord(event) ? event : undefined;
	} catch {
		return undefined;
	}
}

/** What is known where an event does not say so itself. */
export interface EventDefaults {
	/** Whose events are asked for. */
	agentId: string;
	/** In ms since 1970. */
	now: number;
	words: SiteWordLists;
}

/** Reads an event. */
export function readEvent(raw: RawEvent, { agentId, now, words }: EventDefaults): AgentEvent {
	const { eventType, workNo, eventGenTime, content } = raw;
	const event = eventKindOf(eventType);
	const given = isRecord(content) ? content : {};
	const monitored = event === 'agentStateChanged' ? readText(given.monitoredagent) : null;
	const generatedAt = readNumber(eventGenTime) ?? 0;
	return {
		event,
		agentId: monitored ?? readText(workNo) ?? agentId,
		at: (generatedAt < FIRST_MOMENT ? null : isoText(generatedAt)) ?? new Date(now).toISOString(),
		content: readContent(event, given, words),
		raw,
	};
}
