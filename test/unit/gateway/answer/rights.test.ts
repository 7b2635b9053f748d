import {
	ADJUSTING_QUEUES,
	BARGING_IN,
	FORCING,
	FORCING_REST,
} from '../../../../gateway/answer/rights';

it.each([
	['to barge in', BARGING_IN, "'call listening or break in' (number 13)"],
	['to force a state', FORCING, "'forcible sign-out, busy showing, or idle showing' (number 15)"],
	[
		'to force rest',
		FORCING_REST,
		"to force rest, which is probably 'forcible sign-out, busy showing, or idle showing' (number 15)",
	],
	[
		'to adjust queues',
		ADJUSTING_QUEUES,
		"to inspect, which is probably 'monitoring' (number 17) or 'forcible sign-out, busy showing, or idle showing' (number 15)",
	],
])('a refusal %s names the right that the inspector needs', (_what, remedies, right) => {
	expect(remedies).toEqual({
		'900-002': `Ask the contact centre's administrator to give the inspector the right ${right}, or use an inspector who has it. The other agent must belong to the same VDN.`,
	});
});
