/** Outcome of a request, an item or a recipient. */
export type Outcome = 'accepted' | 'rejected' | 'unknown' | 'notAttempted';

/** From worst to best: an item that needed several requests takes the worst of them. */
export const OUTCOMES = [
	'unknown',
	'rejected',
	'notAttempted',
	'accepted',
] as const satisfies readonly Outcome[];

/** The worst of several outcomes; `accepted` for none. */
export const worstOutcome = (outcomes: Iterable<Outcome>): Outcome => {
	const present = new Set(outcomes);
	return OUTCOMES.find((outcome) => present.has(outcome)) ?? 'accepted';
};

/**
 * Advice after a try:
 * `always` the request was certainly not carried out and may be sent again after a pause;
 * `ifIdempotent` the outcome is unknown: send it again only if it is idempotent;
 * `never` it would end the same way.
 */
export type Retry = 'always' | 'ifIdempotent' | 'never';

/** Meaning of a refusal, and what to do next. */
export interface Explanation {
	/** A clause, to follow "…was not set busy:". */
	readonly meaning: string;
	/** Sentences. */
	readonly remedy: string;
	/** A few words, to follow a number: "5 not signed in". */
	readonly short: string;
}

/** Result of a try, or of all tries. */
export interface Verdict {
	outcome: Outcome;
	retry: Retry;
	/** A clause for analysts, to follow "…was not set busy:". */
	meaning: string;
	/** Sentences: what to do next. May quote the gateway, so it is escaped before it is shown. */
	remedy: string;
	/** The try did not reach the gateway. */
	unreachable?: boolean;
	/** The request was never sent, because the run stopped before. */
	aborted?: boolean;
	/** Earlier parts of a split note were sent. */
	partly?: boolean;
	/** The refusal is certain even if an earlier try may have been carried out. */
	final?: boolean;
	/** The gateway's answer, if there was one. */
	retcode: string | null;
	message: string | null;
	result: unknown;
	/** Items read from an accepted answer: the fields of one output item each. */
	found?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** A note on an accepted answer, in a sentence. */
	hint?: string;
	/** The HTTP status, if there was one. */
	status?: number;
	/** Value of `Retry-After`, in ms. */
	retryAfter?: number;
}
