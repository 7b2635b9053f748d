import type { QueuedEvent } from '../site/events';
import { messageOf } from '../operations/retcodes';

/** An answer as it is sent. */
export interface Answer {
	status: number;
	headers: Readonly<Record<string, string | string[]>>;
	body: string;
	/** The code inside the body, if it is a gateway's answer. */
	retcode?: string;
	/** The event inside the body, if there is one. */
	event?: QueuedEvent;
}

/**
 * The content of a JSON answer. `message` defaults to the text of the retcode; without an event there is no such key.
 */
export interface AnswerContent {
	retcode: string;
	message?: string;
	result?: unknown;
	event?: QueuedEvent;
}

/** The gateway's own answer: JSON with these keys, in this order. */
export function jsonAnswer(
	keys: readonly string[],
	{ retcode, message = messageOf(retcode), result = {}, event }: AnswerContent,
	status = 200,
	headers: Answer['headers'] = {},
): Answer {
	const fields: Record<string, unknown> = { result, message, retcode, event };
	return {
		status,
		headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers },
		body: JSON.stringify(Object.fromEntries(keys.map((key) => [key, fields[key]]))),
		retcode,
		...(event && { event }),
	};
}

/** The answer of a web server itself, before or instead of the gateway. */
export const plainAnswer = (
	status: number,
	body: string,
	headers: Answer['headers'] = {},
): Answer => ({ status, headers: { 'Content-Type': 'text/plain', ...headers }, body });
