/** The pictures of the package: one headset, a drawing in it, a light and a dark variant. */
import { BRAND, type Glyph, GLYPHS } from './glyphs';

/** The colours on a light and on a dark page: of the headset, and of the drawing in it. */
const THEMES = {
	'': { headset: '#1f3a5f', drawing: '#e8552d' },
	'.dark': { headset: '#c9dcf5', drawing: '#ff8a5c' },
} as const;

type Colours = (typeof THEMES)[keyof typeof THEMES];

const headset = ({ headset: colour, drawing }: Colours) => [
	`<path d="M8 35v-4.5a24 24 0 0 1 48 0V35" stroke="${colour}" stroke-width="5"/>`,
	`<path d="M56 49v3a8 8 0 0 1-8 8h-8" stroke="${colour}" stroke-width="4"/>`,
	`<rect x="3" y="32" width="10" height="18" rx="5" fill="${colour}"/>`,
	`<rect x="51" y="32" width="10" height="18" rx="5" fill="${colour}"/>`,
	`<circle cx="38" cy="60" r="3.5" fill="${drawing}"/>`,
];

const drawing = ({ shape, line, width = 4 }: Glyph, { drawing: colour }: Colours) => [
	...(shape ? [`<path d="${shape}" fill="${colour}" fill-rule="evenodd"/>`] : []),
	...(line ? [`<path d="${line}" stroke="${colour}" stroke-width="${width}"/>`] : []),
];

const picture = (glyph: Glyph, colours: Colours): string =>
	[
		'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64" fill="none" stroke-linecap="round" stroke-linejoin="round">',
		...[...headset(colours), ...drawing(glyph, colours)].map((element) => `\t${element}`),
		'</svg>\n',
	].join('\n');

/** Every picture: the name of its file in icons/ and its content. */
export const pictures = (): ReadonlyMap<string, string> =>
	new Map(
		Object.entries({ ccGateway: BRAND, ...GLYPHS }).flatMap(([name, glyph]) =>
			Object.entries(THEMES).map(([theme, colours]) => [
				`${name}${theme}.svg`,
				picture(glyph, colours),
			]),
		),
	);
