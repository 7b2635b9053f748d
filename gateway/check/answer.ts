/** Answers to the questions of a check, and the two ways in which a check ends early. */

/** Plain values that a person may read: statuses, retcodes, names of headers, event types, texts of the gateway. */
export type Evidence = Readonly<Record<string, unknown>>;

/** Answer to a question. */
export interface Answer {
	/** A fixed word; `nodes/shared/check/meanings.ts` explains it. */
	code: string;
	evidence?: Evidence;
	/** Reason, for the codes `notAsked` and `noAnswer`: a sentence without a period. */
	reason?: string;
}

/** An answer and the ID of its question. */
export interface GivenAnswer extends Answer {
	id: string;
}

/** Answer to a question that lacks something it needs. */
export const notAsked = (reason: string): Answer => ({ code: 'notAsked', reason });

/** Answer to a question that needs an agent of a field that was left empty. */
export const emptyField = (label: string): Answer => notAsked(`the field '${label}' is empty`);

/** Answer to a question whose request got no usable answer. */
export const noAnswer = (reason: string, evidence?: Evidence): Answer => ({
	code: 'noAnswer',
	reason,
	evidence,
});

/** Thrown when the run is cancelled while a question is asked. */
export class CheckAbortedError extends Error {
	constructor() {
		super('The check was cancelled');
		this.name = 'CheckAbortedError';
	}
}

/** Thrown when no further request is possible: no session, or an account that may be locked. */
export class CheckStoppedError extends Error {
	/** @param reason a sentence without a period */
	constructor(readonly reason: string) {
		super(reason);
		this.name = 'CheckStoppedError';
	}
}
