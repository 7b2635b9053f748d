import {
	truncateVerdict,
	limitValues,
	MAX_VALUES,
	truncateText,
} from '../../../../gateway/answer/truncateVerdict';
import type { Verdict } from '../../../../gateway/answer/outcome';

const verdict = (answer: Partial<Verdict>): Verdict => ({
	outcome: 'accepted',
	retry: 'never',
	meaning: '',
	remedy: '',
	retcode: '0',
	message: null,
	result: null,
	...answer,
});

describe('a text of the gateway', () => {
	it('is shown up to 2,000 characters', () => {
		expect(truncateText('')).toBe('');
		expect(truncateText('x'.repeat(2000))).toBe('x'.repeat(2000));
		expect(truncateText('x'.repeat(2001))).toBe(`${'x'.repeat(2000)}…`);
		expect(truncateText('x'.repeat(1e6))).toHaveLength(2001);
	});

	it('is not cut inside a character', () => {
		expect(truncateText('🎉'.repeat(1001))).toBe(`${'🎉'.repeat(1000)}…`);
		expect(truncateText(`x${'🎉'.repeat(1000)}`)).toBe(`x${'🎉'.repeat(999)}…`);
	});
});

describe('a verdict that is shown', () => {
	it('stays unchanged at the usual size', () => {
		const usual = verdict({ message: 'success', result: { a: [1, 'b', null, { c: true }] } });
		expect(truncateVerdict(usual)).toEqual(usual);
		const nothing = verdict({ retcode: null, outcome: 'unknown', status: 502 });
		expect(truncateVerdict(nothing)).toEqual(nothing);
		expect(truncateVerdict(verdict({ message: '' })).message).toBe('');
	});

	it('has a short message, retcode, and short texts in the result', () => {
		const long = 'x'.repeat(3000);
		const short = `${'x'.repeat(2000)}…`;
		expect(
			truncateVerdict(verdict({ message: long, retcode: long, result: { [long]: [long] } })),
		).toMatchObject({ message: short, retcode: short, result: { [short]: [short] } });
	});

	it.each<[string, unknown]>([
		['numbers', Array.from({ length: 1e6 }, (_, index) => index)],
		['texts', Array.from({ length: 1e5 }, () => 'x'.repeat(50))],
		['long texts', Array.from({ length: 1e4 }, () => 'x'.repeat(5000))],
		['names', Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`name${index}`, 1]))],
		['objects', Array.from({ length: 1e5 }, () => ({ a: { b: [{}, []] } }))],
	])('has a limited number of %s in its result, and marks the omission', (_name, result) => {
		const shown = JSON.stringify(truncateVerdict(verdict({ result })).result);
		expect(shown.length).toBeLessThan(150_000);
		expect(shown).toContain('"…"');
	});

	it('leaves out no more than necessary', () => {
		const fits = Array.from({ length: 19_999 }, () => 0);
		expect(truncateVerdict(verdict({ result: fits })).result).toEqual(fits);
		expect(truncateVerdict(verdict({ result: [...fits, 0] })).result).toEqual([...fits, '…']);
		expect(truncateVerdict(verdict({ result: [[...fits], 'end', 'more'] })).result).toEqual([
			[...fits.slice(1), '…'],
			'…',
		]);
		const named = { a: [...fits.slice(2)], b: 0, c: 0 };
		expect(truncateVerdict(verdict({ result: named })).result).toEqual({ a: named.a, '…': '…' });
	});

	it('has the same room for every item found', () => {
		const agents = Array.from({ length: 50 }, (_, id) => ({ id, name: 'x'.repeat(1000) }));
		const { result, found } = truncateVerdict(verdict({ result: agents, found: agents }));
		expect(found).toEqual(agents);
		expect((result as unknown[]).length).toBeLessThan(25);
	});
});

describe('a result with very many values', () => {
	it('loses values beyond the first hundred thousand, and no text is truncated', () => {
		const records = Array.from({ length: MAX_VALUES }, (_, id) => ({
			id,
			name: 'x'.repeat(3_000),
		}));
		const limited = limitValues({ records, behind: 1 });
		expect(Object.keys(limited)).toEqual(['records']);
		const { length } = limited.records;
		expect(length).toBe(Math.ceil((MAX_VALUES - 2) / 3));
		expect(limited.records.slice(0, -1)).toEqual(records.slice(0, length - 1));
	});

	it.each<[string, unknown]>([
		['elements of a list', Array(MAX_VALUES + 1).fill(0)],
		[
			'fields of an object',
			Object.fromEntries(Array.from({ length: MAX_VALUES + 1 }, (_, index) => [`a${index}`, 0])),
		],
	])('loses %s beyond them', (_what, result) => {
		expect(Object.keys(limitValues(result) as object)).toHaveLength(MAX_VALUES - 1);
	});

	it.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
	])('may hold %s in each other, as deep as JSON allows', (_what, open, close) => {
		const deep = JSON.parse(`${open.repeat(100_000)}0${close.repeat(100_000)}`) as unknown;
		const limited = limitValues([deep, ...Array<number>(MAX_VALUES).fill(0)]);
		expect(limited.length).toBeLessThan(MAX_VALUES);
	});

	it('stays unchanged with fewer values', () => {
		const result = [{ a: [1, 'x', null, { b: {} }] }];
		expect(limitValues(result)).toBe(result);
	});
});
