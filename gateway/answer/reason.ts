import type { Outcome, Verdict } from './outcome';
import { RETCODES } from './retcodes';

/** Reasons without a retcode or an HTTP status. */
const NO_CODE: Readonly<Record<Exclude<Outcome, 'accepted'>, string>> = {
	rejected: 'refused',
	unknown: 'no clear answer',
	notAttempted: 'gateway not reached',
};

/** Form of a retcode; other codes of a server are not shown. */
const CODE = /^[\w-]{1,20}$/;

/**
 * The reason of a failure, in a few words that follow a number: "not signed in (100-006)".
 * @param short words that replace those of the table of retcodes
 * @returns undefined if there is no reason: the request was accepted, or never sent
 */
export function reasonOf(
	{ outcome, retcode, status = 200, aborted }: Verdict,
	short?: string,
): string | undefined {
	if (outcome === 'accepted' || aborted) return undefined;
	const known = retcode === null ? undefined : RETCODES.get(retcode);
	// A refusal after a try with an unknown outcome is not the reason of the unknown outcome.
	if (known && (outcome !== 'unknown' || known.class === 'exception')) {
		return `${short ?? known.short} (${retcode})`;
	}
	if (!known && status >= 300) return `HTTP ${status}`;
	if (!known && retcode !== null && retcode !== '0' && CODE.test(retcode))
		return `undocumented code (${retcode})`;
	return NO_CODE[outcome];
}
