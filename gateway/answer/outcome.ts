/** What became of a request, an item or a recipient. The four are never mixed up. */
export type Outcome = 'accepted' | 'rejected' | 'unknown' | 'notAttempted';

/** From worst to best: an item that needed several requests takes the worst of them. */
export const OUTCOMES = [
	'unknown',
	'rejected',
	'notAttempted',
	'accepted',
] as const satisfies readonly Outcome[];

/** The worst of several outcomes. Nothing to do at all counts as `accepted`. */
export const worstOutcome = (outcomes: Iterable<Outcome>): Outcome => {
	const present = new Set(outcomes);
	return OUTCOMES.find((outcome) => present.has(outcome)) ?? 'accepted';
};

/**
 * What to do with a request after a try:
 * `always` it was certainly not carried out and may be sent again after a pause;
 * `ifSafe` nobody knows, so only if doing it twice equals doing it once;
 * `no` it would end the same way.
 */
export type Retry = 'always' | 'ifIdempotent' | 'never';

/** What a refusal means, and what to do next. */
export interface Explanation {
	/** A clause, to follow "…was not set busy:". */
	readonly meaning: string;
	/** Sentences. */
	readonly remedy: string;
	/** A few words, to follow a number: "5 not signed in". */
	readonly short: string;
}

/** What is known after a try, and after the last one. */
export interface Verdict {
	outcome: Outcome;
	retry: Retry;
	/** A clause that tells an analyst what happened, to follow "…was not set busy:". */
	meaning: string;
	/** Sentences: what to do next. May quote the gateway, so it is escaped before it is shown. */
	remedy: string;
	/** Whether this try could not even reach the gateway. */
	unreachable?: boolean;
	/** Whether it never had its turn, because of something that happened to others. */
	aborted?: boolean;
	/** Whether something went out before: earlier parts of a note that was split. */
	partly?: boolean;
	/** Whether a refusal is certain even if an earlier try may have been carried out. */
	final?: boolean;
	/** The gateway's answer, where there was one. */
	retcode: string | null;
	message: string | null;
	result: unknown;
	/** What an accepted answer says in words: the fields of one output item each. */
	found?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** What is to be known of an accepted answer beyond that, in a sentence. */
	hint?: string;
	/** The HTTP status, where there was one. */
	status?: number;
	/** How long the other side asked to wait, in ms. */
	retryAfter?: number;
}
