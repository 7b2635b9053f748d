/** Texts of a trigger: for n8n's log, and for the failed execution that people see in its workflow. */
import { capitalize } from '../http/exchange';
import type { Verdict } from '../answer/outcome';
import { IF_IT_STAYS } from '../http/remedies';
import type { Report } from './subscribers';
import type { FailureCause } from './reconnectBackoff';

/** What to do next; of an agent that may have been changed, nothing is to be said here. */
export const remedyOf = ({ outcome, remedy }: Verdict): string =>
	outcome === 'unknown' ? IF_IT_STAYS : remedy;

const because = (verdict: Verdict): string =>
	`${capitalize(verdict.meaning)}. ${remedyOf(verdict)}`.trim();

/** Once per outage. */
export const outageLine = (agentId: string, verdict: Verdict): string =>
	`CC-Gateway Trigger: no events of agent ${agentId} can be fetched for now, which is tried again until it works. ${because(verdict)}`;

/** Once per watched agent. */
export const notWatchedLine = (
	agentId: string,
	watched: readonly number[],
	verdict: Verdict,
): string =>
	`CC-Gateway Trigger: the gateway does not watch agents ${watched.join(', ')} for agent ${agentId}, so no changes of theirs are heard; all other events are. ${because(verdict)}`;

/** Once per outage, when it has been over for a minute. */
export const recoveryLine = (agentId: string): string =>
	`CC-Gateway Trigger: the events of agent ${agentId} are fetched again, for a minute now without a failure.`;

/** At most once a minute. */
export const unreadableLine = (agentId: string): string =>
	`CC-Gateway Trigger: an answer of the gateway for agent ${agentId} holds an event in a form that cannot be read, so this event starts no workflow. Ask the gateway's administrator what it sends to polls.`;

const UNTIL_IT_WORKS =
	'The workflow stays published, and the Trigger tries again until it works. Events of the meantime may be lost.';

const UNTIL_CORRECTED =
	'The workflow stays published, but the password is not sent again, so that the account is not locked: correct the credential. If it is right, and the account is in order again, test the credential or publish a workflow with this Trigger.';

/** Once per outage in every workflow. */
export const outageReport = (agentId: string, verdict: Verdict, cause: FailureCause): Report => ({
	message: `The events of agent ${agentId} cannot be fetched`,
	description: `${because(verdict)} ${cause === 'credential' ? UNTIL_CORRECTED : UNTIL_IT_WORKS}`,
});

/** Once per watched agent in every workflow that watches it. */
export const notWatchedReport = (
	agentId: string,
	watched: readonly number[],
	verdict: Verdict,
): Report => ({
	message: `The gateway does not watch agents ${watched.join(', ')} for agent ${agentId}`,
	description: `${because(verdict)} No changes of theirs start the workflow; all other events do.`,
});
