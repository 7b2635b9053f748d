/**
 * The rights that an inspector needs, with the names and numbers that administrators see. Source: api-cec,
 * cec_07_1334.
 */
const LISTEN_OR_BREAK_IN = "'call listening or break in' (number 13)";
const FORCE = "'forcible sign-out, busy showing, or idle showing' (number 15)";

/** Remedies for an inspection that the gateway refuses with 900-002. */
const askFor = (right: string): { readonly '900-002': string } => ({
	'900-002': `Ask the contact centre's administrator to give the inspector the right ${right}, or use an inspector who has it. The other agent must belong to the same VDN.`,
});

/** For barging in and its end. */
export const BARGING_IN = askFor(LISTEN_OR_BREAK_IN);

/** For setting others busy or idle, and signing them out. */
export const FORCING = askFor(FORCE);

/** The documents name no right for this. */
export const FORCING_REST = askFor(`to force rest, which is probably ${FORCE}`);

/** The documents say only that an inspector may do it. */
export const ADJUSTING_QUEUES = askFor(
	`to inspect, which is probably 'monitoring' (number 17) or ${FORCE}`,
);
