import { CANCELLED_BEFORE_SENDING, notAttempted } from '../../../gateway/answer/sendWithRetries';
import type { Verdict } from '../../../gateway/answer/outcome';

/** Consecutive requests without a connection to the gateway after which no more are sent. */
const UNREACHABLE_LIMIT = 5;

const STOPPED = notAttempted(
	'an earlier item failed and this node stops at the first one',
	"To go on after a failed item, set 'On Error' in the settings of this node.",
);
const UNREACHABLE = notAttempted(
	`${UNREACHABLE_LIMIT} requests in a row could not reach the gateway`,
	'Run the workflow again for the rest when the gateway is back.',
);

/** Ends a run early: when it is cancelled, when the gateway is unreachable, or at the first failure. */
export class RunBreaker {
	private unreachableInARow = 0;

	/** Stays true even if a request in progress succeeds later. */
	private open = false;

	private stopped = false;

	private readonly controller = new AbortController();

	/** @param cancelled true once the execution was cancelled */
	constructor(private readonly cancelled: () => boolean) {}

	/** Aborted when requests in progress must not be tried again. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Records the verdict of a request. */
	record({ unreachable }: Verdict): void {
		this.unreachableInARow = unreachable ? this.unreachableInARow + 1 : 0;
		this.open ||= this.unreachableInARow >= UNREACHABLE_LIMIT;
		if (this.abortReason()) this.controller.abort();
	}

	/** Ends the run after a failure; requests in progress are completed. */
	stop(): void {
		this.stopped = true;
		this.controller.abort();
	}

	/** The reason to send nothing more at all. */
	abortReason(): Verdict | undefined {
		if (this.cancelled()) return CANCELLED_BEFORE_SENDING;
		return this.open ? UNREACHABLE : undefined;
	}

	/** The reason to start nothing new. */
	stopReason(): Verdict | undefined {
		return this.abortReason() ?? (this.stopped ? STOPPED : undefined);
	}
}
