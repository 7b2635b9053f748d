/** The icons of the nodes: drawn in one place, one per node and theme. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from '../../tools/icons/draw';
import { TYPES } from '../support/nodeList';

const FOLDER = join(__dirname, '..', '..', 'icons');

it('the icons equal the drawings of tools/icons/: run `npm run icons` after a change', () => {
	const held = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]);
	expect(Object.fromEntries(held)).toEqual(Object.fromEntries(pictures()));
});

it('the icons exist once per node and theme, and once for the package', () => {
	const drawn = pictures();
	for (const name of ['ccGateway', ...TYPES]) {
		const [light, dark] = [drawn.get(`${name}.svg`), drawn.get(`${name}.dark.svg`)];
		expect(light).toMatch(/#1f3a5f[\s\S]*#e8552d/);
		expect(dark).toMatch(/#c9dcf5[\s\S]*#ff8a5c/);
	}
	expect(new Set(drawn.values()).size).toBe(drawn.size);
});

it('the icons contain only shapes', () => {
	for (const svg of pictures().values()) {
		expect(svg.replace(/<\/?(svg|path|rect|circle)\b[^<>]*>/g, '').trim()).toBe('');
		expect(svg.length).toBeLessThan(1500);
	}
});
