/**
 * What this process has already reported of each trigger. n8n does not keep what a poll that failed has
 * changed, so it cannot be in the workflow's static data: after a restart, an outage is reported once more.
 */
interface Reported {
	/** Whether an outage was reported that is not over. */
	outage: boolean;
	/** The queues that the gateway left out and that were logged. */
	leftOut: ReadonlySet<number>;
}

const reported = new Map<string, Reported>();

/** Contexts in which a poll was made. n8n makes one per activation, or one per poll. */
const known = new WeakSet<object>();

/** Whether this is the first poll in a context; true once for each. */
export function isFirstPoll(context: object): boolean {
	if (known.has(context)) return false;
	known.add(context);
	return true;
}

/** @param trigger identifies a node of a workflow */
export const reportedOf = (trigger: string): Reported =>
	reported.get(trigger) ?? { outage: false, leftOut: new Set() };

/** Keeps what was reported; nothing is kept where there is nothing to say. */
export function keepReported(trigger: string, now: Reported): void {
	if (now.outage || now.leftOut.size > 0) reported.set(trigger, now);
	else reported.delete(trigger);
}
