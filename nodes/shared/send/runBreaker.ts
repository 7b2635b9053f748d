import { CANCELLED_BEFORE_SENDING, notAttempted } from '../../../gateway/answer/sendWithRetries';
import type { Verdict } from '../../../gateway/answer/outcome';

/** After so many requests in a row that could not reach the gateway, no more are sent. */
const UNREACHABLE_LIMIT = 5;

const STOPPED = notAttempted(
	'an earlier item failed and this node stops at the first one',
	"To go on after a failed item, set 'On Error' in the settings of this node.",
);
const UNREACHABLE = notAttempted(
	`${UNREACHABLE_LIMIT} requests in a row could not reach the gateway`,
	'Run the workflow again for the rest when the gateway is back.',
);

/** Ends a run early: when it is cancelled, when the gateway is away, or at the first failure. */
export class RunBreaker {
	private unreachableInARow = 0;

	/** Stays, even if a request that was under way gets through after all. */
	private open = false;

	private stopped = false;

	private readonly controller = new AbortController();

	/** @param cancelled whether the execution was cancelled by now */
	constructor(private readonly cancelled: () => boolean) {}

	/** Aborted when there are to be no further tries of what is under way. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Takes note of what became of a request. */
	record({ unreachable }: Verdict): void {
		this.unreachableInARow = unreachable ? this.unreachableInARow + 1 : 0;
		this.open ||= this.unreachableInARow >= UNREACHABLE_LIMIT;
		if (this.abortReason()) this.controller.abort();
	}

	/** Ends the run because something failed; what is under way is brought to its end. */
	stop(): void {
		this.stopped = true;
		this.controller.abort();
	}

	/** Why nothing more may be sent at all. */
	abortReason(): Verdict | undefined {
		if (this.cancelled()) return CANCELLED_BEFORE_SENDING;
		return this.open ? UNREACHABLE : undefined;
	}

	/** Why nothing new may be begun. */
	stopReason(): Verdict | undefined {
		return this.abortReason() ?? (this.stopped ? STOPPED : undefined);
	}
}
