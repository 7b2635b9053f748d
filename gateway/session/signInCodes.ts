/** What the gateway answers to a sign-in, and what an analyst can do about it. */
import type { NoSession } from '../http/exchange';
import { ownEntry } from '../values/ownEntry';

/** Somebody has a session of this agent. */
export const SIGNED_IN_ELSEWHERE = '100-002';

/** Somebody has a session of this agent, and a forced sign-in would not end it. */
export const NOT_TO_BE_FORCED = '100-015';

/** A sign-in of this agent is under way. */
const SIGNING_IN = '100-021';

/** Codes with which the same sign-in may work once somebody else is done. */
export const OCCUPIED: readonly (string | null)[] = [
	SIGNED_IN_ELSEWHERE,
	NOT_TO_BE_FORCED,
	SIGNING_IN,
];

const CORRECT_PASSWORD =
	'Correct the agent ID or the password in the credential before the next try: accounts lock after a few.';

/** Behind the remedy for a sign-in that was refused earlier and is not sent again. */
export const NOT_SENT_AGAIN =
	'Nothing was sent this time. When it is put right, save the credential or test it: until then no workflow signs in with it.';

const UNLOCK = "Ask the contact centre's administrator to unlock the account.";

const CHECK_PHONE =
	"Check the credential's Phone Number, and ask the contact centre's administrator which numbers are allowed.";

/** What to do when nobody knows what became of a sign-in. */
export const TRY_AGAIN = {
	answered: "Try again in a moment. If it stays so, ask the gateway's administrator.",
	unanswered:
		"Try again in a moment. If it stays so, check the credential's Gateway URL; a proxy or sign-in page may answer instead of the gateway.",
};

/** What to do where somebody else has a session of the agent. */
const USE_ANOTHER: Readonly<Record<string, string>> = {
	[SIGNED_IN_ELSEWHERE]:
		"give the credential an agent of its own, sign the other session out, or let workflows end it: 'Take Over the Session' in the credential.",
	[NOT_TO_BE_FORCED]: 'give the credential an agent of its own, or sign the other session out.',
};

const twoMinutesOr = (code: string): string =>
	`If a workflow used it a moment ago, try again in two minutes. Otherwise: ${USE_ANOTHER[code]}`;

/** What to do where waiting did not help. */
export const remedyAfterWaiting = ({ retcode, remedy }: NoSession, agentId: string): string => {
	const useAnother = ownEntry(USE_ANOTHER, retcode ?? '');
	return useAnother ? `Somebody else uses agent ${agentId}: ${useAnother}` : remedy;
};

/** For how long a run waited before its agent could be signed in, and what it was last refused with meanwhile. */
export interface SignInWait {
	/** In ms. */
	ms: number;
	retcode: string | null;
}

/** Nobody wonders about a shorter wait. In ms. */
const MIN_REPORTED_WAIT_MS = 3_000;

/** What is said of a wait that ended well: a sentence, or none. */
export const signInWaitHint = ({ ms, retcode }: SignInWait, agentId: string): string[] => {
	if (ms <= MIN_REPORTED_WAIT_MS) return [];
	const what = retcode === SIGNING_IN ? 'another sign-in' : 'an earlier session';
	return [
		`Signing in took ${Math.round(ms / 1000)} seconds: ${what} of agent ${agentId} had to end first.`,
	];
};

/** What an analyst can do about it; for other codes the table of retcodes says it. */
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
