import type { Result } from './processes';

const NAMES: Record<string, string> = {
	package: 'this package',
	'http-request': 'HTTP Request node',
	'http-request-batched': 'HTTP Request, batched',
	'n8n-helper': "n8n's request helper",
	axios: 'axios, new connections',
	'axios-keep-alive': 'axios, keep-alive',
};

const WIDTH = 720;
const LABEL = 170;
const BAR = 18;

/** A bar chart of wall times, jobs below each other, for light and dark pages alike. */
export function chart(results: readonly Result[]): string {
	let y = 0;
	const parts: string[] = [];
	for (const job of ['A', 'B'] as const) {
		const group = results.filter((one) => one.job === job && one.answerDelay === 20);
		const longest = Math.max(...group.map(({ wallMs }) => wallMs), 1);
		const title = job === 'A' ? 'One note to many agents' : 'Session limits';
		const items = group[0]?.items ?? 0;
		y += 26;
		parts.push(
			`<text x="0" y="${y}" class="title">${title}: ${items} items, answers after 20 ms</text>`,
		);
		y += 10;
		for (const { contender, wallMs, requests } of group) {
			const width = Math.max(2, (wallMs / longest) * (WIDTH - LABEL - 190));
			const seconds = wallMs < 10_000 ? (wallMs / 1000).toFixed(2) : (wallMs / 1000).toFixed(0);
			parts.push(
				`<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${NAMES[contender] ?? contender}</text>`,
				`<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2" class="${contender === 'package' ? 'own' : 'other'}"/>`,
				`<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 13}">${seconds} s, ${requests} requests</text>`,
			);
			y += BAR + 6;
		}
	}
	const style = [
		'text{font:12px system-ui,sans-serif;fill:#444}',
		'.title{font-weight:600;font-size:14px}',
		'.own{fill:#e8552d}.other{fill:#8fa3bd}',
		'@media(prefers-color-scheme:dark){text{fill:#ccc}}',
	].join('');
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 10}" viewBox="0 0 ${WIDTH} ${y + 10}"><style>${style}</style>${parts.join('')}</svg>\n`;
}
