/** Codes of a refused sign-in, and their remedies. */
import type { NoSession } from '../http/exchange';
import { FIELD_LABELS } from '../values/credentialFields';
import { ownEntry } from '../values/ownEntry';

/** The agent has a session elsewhere. */
export const SIGNED_IN_ELSEWHERE = '100-002';

/** The agent has a session elsewhere, which a forced sign-in does not end. */
export const NOT_TO_BE_FORCED = '100-015';

/** Another sign-in of this agent is in progress. */
const SIGNING_IN = '100-021';

/** Codes of a sign-in that may succeed once another session or sign-in has ended. */
export const OCCUPIED: readonly (string | null)[] = [
	SIGNED_IN_ELSEWHERE,
	NOT_TO_BE_FORCED,
	SIGNING_IN,
];

const CORRECT_PASSWORD =
	'Correct the agent ID or the password in the credential before the next try: accounts lock after a few.';

/** Follows the remedy of a sign-in that was refused earlier and is not sent again. */
export const NOT_SENT_AGAIN =
	'Nothing was sent this time. When it is put right, save the credential or test it: until then no workflow signs in with it.';

const UNLOCK = "Ask the contact centre's administrator to unlock the account.";

const CHECK_PHONE =
	"Check the credential's Phone Number, and ask the contact centre's administrator which numbers are allowed.";

/** Remedies for a sign-in with an unknown outcome. */
export const TRY_AGAIN = {
	answered: "Try again in a moment. If it stays so, ask the gateway's administrator.",
	unanswered:
		"Try again in a moment. If it stays so, check the credential's Gateway URL; a proxy or sign-in page may answer instead of the gateway.",
};

/** Remedies for an agent with a session elsewhere. */
const USE_ANOTHER: Readonly<Record<string, string>> = {
	[SIGNED_IN_ELSEWHERE]: `give the credential an agent of its own, sign the other session out, or let workflows end it: '${FIELD_LABELS.takeOver}' in the credential.`,
	[NOT_TO_BE_FORCED]: 'give the credential an agent of its own, or sign the other session out.',
};

const twoMinutesOr = (code: string): string =>
	`If a workflow used it a moment ago, try again in two minutes. Otherwise: ${USE_ANOTHER[code]}`;

/** Remedy after a wait that did not help. */
export const remedyAfterWaiting = ({ retcode, remedy }: NoSession, agentId: string): string => {
	const useAnother = ownEntry(USE_ANOTHER, retcode ?? '');
	return useAnother ? `Somebody else uses agent ${agentId}: ${useAnother}` : remedy;
};

/** The wait of a run until its agent could be signed in, and the last code with which it was refused. */
export interface SignInWait {
	/** In ms. */
	ms: number;
	retcode: string | null;
}

/** Shorter waits are not reported, in ms. */
const MIN_REPORTED_WAIT_MS = 3_000;

/** Note on a wait that ended with a session: one sentence, or none for a short wait. */
export const signInWaitHint = ({ ms, retcode }: SignInWait, agentId: string): string[] => {
	if (ms <= MIN_REPORTED_WAIT_MS) return [];
	const what = retcode === SIGNING_IN ? 'another sign-in' : 'an earlier session';
	return [
		`Signing in took ${Math.round(ms / 1000)} seconds: ${what} of agent ${agentId} had to end first.`,
	];
};

/** Remedies by code; for other codes the table of retcodes has them. */
export const REMEDIES: Readonly<Record<string, string>> = {
	[SIGNED_IN_ELSEWHERE]: twoMinutesOr(SIGNED_IN_ELSEWHERE),
	[NOT_TO_BE_FORCED]: twoMinutesOr(NOT_TO_BE_FORCED),
	[SIGNING_IN]: 'Try again in a moment.',
	'100-004': CORRECT_PASSWORD,
	'100-013': CHECK_PHONE,
	'100-014': CHECK_PHONE,
	'100-020': "Change the agent's password in the contact centre, then in the credential.",
	'110-003': CORRECT_PASSWORD,
	'110-005': CORRECT_PASSWORD,
	'110-007': CORRECT_PASSWORD,
	'110-009': CORRECT_PASSWORD,
	'110-016': UNLOCK,
	'110-021': UNLOCK,
};
