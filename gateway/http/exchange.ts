/** What came back for a request that was, or was not, put on the wire. */
export type Exchange =
	| {
			type: 'answered';
			status: number;
			/** The raw text of the answer. */
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
	/** Certainly not carried out: no request left this machine. */
	| { type: 'notSent'; meaning: string; remedy: string; unreachable: boolean }
	/** Perhaps carried out: the request left, no answer came. */
	| { type: 'lost'; meaning: string; remedy: string }
	/** Not sent, because there was no session to send it in. */
	| NoSession;

/** Why there is no session, as it is told of every request that needed it. */
export interface NoSession {
	type: 'noSession';
	/** `rejected` where the gateway refused the sign-in, `notAttempted` where nobody knows. */
	outcome: 'rejected' | 'notAttempted';
	/** Whether another try may end differently. */
	retryable: boolean;
	/** Whether the run was cancelled meanwhile. */
	aborted?: boolean;
	meaning: string;
	remedy: string;
	/** The gateway's answer to the sign-in. */
	retcode: string | null;
	message: string | null;
}

/** Why there is no session: unless told otherwise, another try ends the same, and the gateway was not asked. */
export const noSession = (
	reason: Pick<NoSession, 'outcome' | 'meaning' | 'remedy'> & Partial<NoSession>,
): NoSession => ({
	type: 'noSession',
	retryable: false,
	retcode: null,
	message: null,
	...reason,
});
