/**
 * The reports that this process has already made for each trigger. n8n does not keep what a poll that failed has
 * changed, so it cannot be in the workflow's static data: after a restart, an outage is reported once more.
 */
interface Reported {
	/** True after the report of an outage that is not over. */
	outage: boolean;
	/** The queues that the gateway left out and that were logged. */
	leftOut: ReadonlySet<number>;
}

const reported = new Map<string, Reported>();

/** Contexts in which a poll was made. n8n makes one per activation, or one per poll. */
const known = new WeakSet<object>();

/** Tests for the first poll in a context; true once for each. */
export function isFirstPoll(context: object): boolean {
	if (known.has(context)) return false;
	known.add(context);
	return true;
}

/** @param trigger identifies a node of a workflow */
export const reportedOf = (trigger: string): Reported =>
	reported.get(trigger) ?? { outage: false, leftOut: new Set() };

/** Stores the reports made; stores nothing where there are none. */
export function keepReported(trigger: string, now: Reported): void {
	if (now.outage || now.leftOut.size > 0) reported.set(trigger, now);
	else reported.delete(trigger);
}
