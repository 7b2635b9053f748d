/** Limit for an unpacked answer, in bytes. The longest answer of a gateway, 500 agents, is shorter. */
export const MAX_ANSWER_BYTES = 1_000_000;

/** Result of sending a request, or of failing to send it. */
export type Exchange =
	| {
			type: 'answered';
			status: number;
			/** Raw text of the answer. */
			body: string;
			/** From `Retry-After`, in ms. */
			retryAfter?: number;
			/** The header `Set-GUID`: the session's new Guid. */
			setGuid?: string;
			/** The header `Guid`: the session's new Guid, where the request asks for one; elsewhere it may be an echo. */
			guid?: string;
			/** The headers `Set-Cookie`. */
			setCookies?: readonly string[];
			/** Names of all headers, in lower case. */
			headerNames?: readonly string[];
	  }
	/** Certainly not carried out: the request was not sent. */
	| { type: 'notSent'; meaning: string; remedy: string; unreachable: boolean }
	/** Perhaps carried out: the request was sent, but no answer arrived. */
	| { type: 'lost'; meaning: string; remedy: string }
	/** Not sent, because there is no session. */
	| NoSession;

/** Reason for a missing session; every request that needed the session ends with it. */
export interface NoSession {
	type: 'noSession';
	/** `rejected` if the gateway refused the sign-in, `notAttempted` if the result is unknown. */
	outcome: 'rejected' | 'notAttempted';
	/** Another try may end differently. */
	retryable: boolean;
	/** The run was cancelled meanwhile. */
	aborted?: boolean;
	meaning: string;
	remedy: string;
	/** The gateway's answer to the sign-in. */
	retcode: string | null;
	message: string | null;
}

/** Makes a {@link NoSession}. Default: not retryable, and without an answer of the gateway. */
export const noSession = (
	reason: Pick<NoSession, 'outcome' | 'meaning' | 'remedy'> & Partial<NoSession>,
): NoSession => ({
	type: 'noSession',
	retryable: false,
	retcode: null,
	message: null,
	...reason,
});
