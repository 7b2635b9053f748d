/** Words of a site for codes; the gateway itself knows the codes only. */
export type Words = Readonly<Record<number, string>>;

/** Those of the demo site. */
export const DEMO_WORDS = {
	busyReasons: { 201: 'Lunch', 202: 'Team meeting', 203: 'Training' },
	restReasons: { 1: 'Lunch', 2: 'Screen break' },
	customStatuses: { 100: 'Back office', 101: 'Coaching' },
} as const satisfies Readonly<Record<string, Words>>;

/** One per line, the code first, as a credential takes them: `201 Lunch`. */
export const wordLines = (words: Words): string =>
	Object.entries(words)
		.map(([code, word]) => `${code} ${word}`)
		.join('\n');
