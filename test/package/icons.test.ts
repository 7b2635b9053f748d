/** The pictures of the nodes: drawn in one place, one for each, one for each theme. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from '../../tools/icons/draw';
import { TYPES } from '../support/nodeList';

const FOLDER = join(__dirname, '..', '..', 'icons');

it('icons/ holds what tools/icons/ draws: run `npm run icons` after a change', () => {
	const held = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]);
	expect(Object.fromEntries(held)).toEqual(Object.fromEntries(pictures()));
});

it('has one picture per node and theme, and one for the package', () => {
	const drawn = pictures();
	for (const name of ['ccGateway', ...TYPES]) {
		const [light, dark] = [drawn.get(`${name}.svg`), drawn.get(`${name}.dark.svg`)];
		expect(light).toMatch(/#1f3a5f[\s\S]*#e8552d/);
		expect(dark).toMatch(/#c9dcf5[\s\S]*#ff8a5c/);
	}
	expect(new Set(drawn.values()).size).toBe(drawn.size);
});

it('holds only shapes in every picture', () => {
	for (const svg of pictures().values()) {
		expect(svg.replace(/<\/?(svg|path|rect|circle)\b[^<>]*>/g, '').trim()).toBe('');
		expect(svg.length).toBeLessThan(1500);
	}
});
