/**
 * The drawing in the headset of the brand mark, one per node and one for the package. They are drawn for 24 pixels:
 * solid shapes between 16 and 48 across and 22 and 54 down, of a picture of 64 by 64; parts cut out of a shape are at
 * least 4 wide.
 */

/** A drawing in one colour: shapes that are filled, with holes where they overlap, and lines of a width. */
export interface Glyph {
	readonly shape?: string;
	readonly line?: string;
	/** Default 4. */
	readonly width?: number;
}

const DISC = 'M32 23a15 15 0 1 1 0 30 15 15 0 0 1 0-30z';
const SHIELD = 'M32 21l15 5v12c0 8-6 13.5-15 16.5C23 51.5 17 46 17 38V26z';
const BUBBLE =
	'M21 24h22a5 5 0 0 1 5 5v13a5 5 0 0 1-5 5H31l-8 6.5V47h-2a5 5 0 0 1-5-5V29a5 5 0 0 1 5-5z';

const BAR = 'M23.5 35.5h17v5h-17z';
const CHECK = 'M23 38.2l3.2-3.2 4.3 4.3 8.1-8.1 3.2 3.2-11.3 11.3z';

/** The end of something: a cross that is cut out around a point. */
const crossAt = (point: string): string =>
	`M${point}m0-3l3-3 3 3-3 3 3 3-3 3-3-3-3 3-3-3 3-3-3-3 3-3z`;

const CUP = 'M17 33h22v12a8 8 0 0 1-8 8h-6a8 8 0 0 1-8-8z';
const HANDLE = 'M39 37h2.5a4.5 4.5 0 0 1 0 9H38';
const TALL_CUP = 'M17 25h23v20a8 8 0 0 1-8 8h-7a8 8 0 0 1-8-8z';
const TALL_HANDLE = 'M40 31h2a4.5 4.5 0 0 1 0 11h-2';
const TAG =
	'M17 26a3 3 0 0 1 3-3h11.5a3 3 0 0 1 2.1.9l13.5 13.5a3 3 0 0 1 0 4.2L35.9 52.8a3 3 0 0 1-4.2 0L17.9 39a3 3 0 0 1-.9-2.1zm11 5a3.5 3.5 0 1 0-7 0 3.5 3.5 0 0 0 7 0z';

/** The drawing of the package and of its credential. */
export const BRAND: Glyph = { line: 'M20 38h24m-10-10 10 10-10 10', width: 6 };

/** Three people who wait in a row, the first in front. */
const QUEUE =
	'M20 24a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm-4 15a4 4 0 0 1 8 0v6h-8zM32 24a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm-4 15a4 4 0 0 1 8 0v6h-8zM44 24a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm-4 15a4 4 0 0 1 8 0v6h-8z';

/** By the name of the node. */
export const GLYPHS = {
	adjustSkillQueues: {
		line: 'M18 30h26m-6-6 6 6-6 6M46 46H20m6-6-6 6 6 6',
		width: 4.5,
	},
	ccGatewayQueueTrigger: {
		shape: `${QUEUE}M16 49h32v4H16z`,
	},
	ccGatewayTrigger: {
		shape:
			'M32 22a3.2 3.2 0 0 1 3.2 3.2v.6c4.8 1.4 8.3 5.7 8.3 10.7v6l3.5 5v1.5H17v-1.5l3.5-5v-6c0-5 3.5-9.3 8.3-10.7v-.6A3.2 3.2 0 0 1 32 22zm-5 29.5h10a5 3.5 0 0 1-10 0z',
	},
	checkGateway: {
		shape:
			'M19 22h26v32H19zm5.5 6v4h4v-4zm7 0v4h8v-4zm-7 8v4h4v-4zm7 0v4h8v-4zm-7 8v4h4v-4zm7 0v4h8v-4z',
	},
	clearCustomStatus: { shape: TAG + crossAt('34 40') },
	endInsert: { shape: BUBBLE + crossAt('32 35.5') },
	endRest: { shape: TALL_CUP + crossAt('28.5 38.5'), line: TALL_HANDLE },
	findAgents: { line: 'M39.5 35a10 10 0 1 1-20 0 10 10 0 0 1 20 0zm-2.5 7.5l9 9', width: 5 },
	forceBusy: { shape: SHIELD + BAR },
	forceIdle: { shape: SHIELD + CHECK },
	forceRest: {
		shape: `${SHIELD}M22.5 31.5h13v7a6 6 0 0 1-6 6h-1a6 6 0 0 1-6-6zM37 32.5h1.5a3.5 3.5 0 0 1 0 7H37z`,
	},
	forceSignOut: { shape: `${SHIELD}M24 35.5h7v-5l9.5 7.5-9.5 7.5v-5h-7z` },
	getAgent: {
		shape:
			'M39.5 30a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM17.5 53c0-8 6-12.5 14.5-12.5S46.5 45 46.5 53z',
	},
	getAgentStatus: { line: 'M16 39h6.5l5-12 8 22 4.5-10h8', width: 4.5 },
	getQueueStatistics: { shape: 'M17 40h7v13h-7zM28.5 32h7v21h-7zM40 23h7v30h-7z' },
	insertIntoCall: {
		shape: `${BUBBLE}M29.7 28.5h4.6v4.7H39v4.6h-4.7v4.7h-4.6v-4.7H25v-4.6h4.7z`,
	},
	sendNote: {
		shape:
			'M20 22h17l10 10v19a3 3 0 0 1-3 3H20a3 3 0 0 1-3-3V25a3 3 0 0 1 3-3zm3.5 13.5v4h17v-4zm0 8v4h11v-4z',
	},
	setBusy: { shape: DISC + BAR },
	setCustomStatus: { shape: TAG },
	setIdle: { shape: DISC + CHECK },
	setSessionLimit: { line: 'M18.5 50a15 15 0 1 1 27 0M32 44l7-10', width: 5 },
	startRest: { shape: CUP, line: `${HANDLE}m-15-18v-4m9 4v-4` },
} as const satisfies Readonly<Record<string, Glyph>>;
