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

/** Content of the answer to a poll. */
export interface PollAnswer {
	/** In the gateway's order; empty if there is none. */
	events: readonly RawEvent[];
	/** An event is there, or part of one, in a form that cannot be read: it is lost. */
	unreadable: boolean;
}

const NO_EVENT: PollAnswer = { events: [], unreadable: false };

/** JSON text inside JSON text is unpacked this often. */
const DEEPEST = 3;

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
	if (Array.isArray(value) && depth < DEEPEST) {
		const parts = value.map((part) => unpack(part, depth + 1));
		return {
			events: parts.flatMap(({ events }) => events),
			unreadable: parts.some(({ unreadable }) => unreadable),
		};
	}
	const inner = typeof value === 'string' && depth < DEEPEST ? parseJson(value) : undefined;
	return typeof inner === 'object' && inner !== null
		? unpack(inner, depth + 1)
		: { events: [], unreadable: true };
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
	return { events: [], unreadable: root === undefined && body.includes('"event') };
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
