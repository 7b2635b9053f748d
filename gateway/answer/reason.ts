import type { Outcome, Verdict } from './outcome';
import { RETCODES } from './retcodes';

/** Where neither a retcode nor an HTTP status says more. */
const NO_CODE: Readonly<Record<Exclude<Outcome, 'accepted'>, string>> = {
	rejected: 'refused',
	unknown: 'no clear answer',
	notAttempted: 'gateway not reached',
};

/** What a retcode can look like; nothing else that a server may send is shown. */
const CODE = /^[\w-]{1,20}$/;

/**
 * Why something was not accepted, in a few words that follow a number: "not signed in (100-006)".
 * @param short what the words are, if the table of retcodes is not to say it
 * @returns undefined where there is nothing to say: it was accepted, or never had its turn
 */
export function reasonOf(
	{ outcome, retcode, status = 200, aborted }: Verdict,
	short?: string,
): string | undefined {
	if (outcome === 'accepted' || aborted) return undefined;
	const known = retcode === null ? undefined : RETCODES.get(retcode);
	// A refusal after a try with an unknown end does not say why the end is unknown.
	if (known && (outcome !== 'unknown' || known.class === 'exception')) {
		return `${short ?? known.short} (${retcode})`;
	}
	if (!known && status >= 300) return `HTTP ${status}`;
	if (!known && retcode !== null && retcode !== '0' && CODE.test(retcode))
		return `undocumented code (${retcode})`;
	return NO_CODE[outcome];
}
