/** Reads the events in the answers to polls. Never throws. */
import type { Exchange } from '../http/exchange';
import { readContent, type SiteWordLists } from './eventContents';
import { type EventKind, eventKindOf } from './eventKinds';
import { FIRST_MOMENT, isoText, isRecord, readNumber, readText } from './fields';

/** An event as the gateway sent it. */
export type RawEvent = Readonly<Record<string, unknown>>;

/** An event in an analyst's words. */
export interface AgentEvent {
	event: EventKind;
	/** The agent that the event is about. */
	agentId: string;
	/** Time of the event, or of its arrival if the gateway does not send one: ISO text. */
	at: string;
	/** Content of the event; empty if the gateway sends none. */
	content: Readonly<Record<string, unknown>>;
	raw: RawEvent;
}

/** Content of the answer to a poll. */
export interface PollAnswer {
	/** In the gateway's order; empty if there is none. */
	events: readonly RawEvent[];
	/** The answer holds an event, or part of one, in an unreadable form: it is lost. */
	unreadable: boolean;
}

const NO_EVENT: PollAnswer = { events: [], unreadable: false };

/** Levels of JSON text inside JSON text that are unpacked. */
const MAX_DEPTH = 3;

/** A value that stands for "no event". */
const isNothing = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(typeof value === 'object' && Object.keys(value).length === 0);

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** @param value an event, a list of events, or either as JSON text */
function unpack(value: unknown, depth = 0): PollAnswer {
	if (isNothing(value)) return NO_EVENT;
	if (isRecord(value)) return { events: [value], unreadable: false };
	if (Array.isArray(value) && depth < MAX_DEPTH) {
		const parts = value.map((part) => unpack(part, depth + 1));
		return {
			events: parts.flatMap(({ events }) => events),
			unreadable: parts.some(({ unreadable }) => unreadable),
		};
	}
	const inner = typeof value === 'string' && depth < MAX_DEPTH ? parseJson(value) : undefined;
	return typeof inner === 'object' ? unpack(inner, depth + 1) : { events: [], unreadable: true };
}

/**
 * Reads the answer to a poll. The documents show one event as an object (api-cec, cec_07_1274); a list of events and
 * JSON text are read as well, also where the retcode is missing.
 */
export function readPollAnswer(exchange: Exchange): PollAnswer {
	if (exchange.type !== 'answered') return NO_EVENT;
	const { body } = exchange;
	const answer = parseJson(body);
	const root = typeof answer === 'string' ? parseJson(answer) : answer;
	if (isRecord(root)) return unpack(root.event);
	return { events: [], unreadable: body.includes('"event') };
}

/** Defaults for an event that lacks them. */
export interface EventDefaults {
	/** The agent whose events are polled. */
	agentId: string;
	/** Time of the answer, in ms since 1970. */
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
