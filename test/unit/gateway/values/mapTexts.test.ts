import { runInNewContext } from 'node:vm';
import { mapTexts } from '../../../../gateway/values/mapTexts';

const loud = (text: string) => text.toUpperCase();

/** Lists nested to a depth. */
function nested(depth: number): unknown {
	let value: unknown = 'core';
	for (let level = 0; level < depth; level++) value = [value];
	return value;
}

function coreOf(value: unknown): unknown {
	let core = value;
	while (Array.isArray(core)) core = (core as unknown[])[0];
	return core;
}

it('maps texts and keys at any depth, in a copy', () => {
	const value = { a: ['b', { c: 'd' }], e: 1, f: null, g: undefined, h: true };
	const copy = mapTexts(value, loud);
	expect(copy).toEqual({ A: ['B', { C: 'D' }], E: 1, F: null, G: undefined, H: true });
	expect(value.a[0]).toBe('b');
	expect(mapTexts('a', loud)).toBe('A');
	expect(mapTexts(null, loud)).toBeNull();
});

it('leaves a value unchanged that is neither a list nor a plain object', () => {
	class Money {
		text = 'five';
	}
	const others = [new Date(0), Buffer.from('abc'), new Map([['a', 'b']]), new Money(), loud, 5n];
	const copy = mapTexts({ others }, loud) as unknown as { OTHERS: unknown[] };
	for (const [index, other] of others.entries()) expect(copy.OTHERS[index]).toBe(other);
});

it('treats objects without a prototype or of another realm as plain objects', () => {
	const bare = Object.assign(Object.create(null) as object, { a: 'b' });
	expect(mapTexts(bare, loud)).toEqual({ A: 'B' });
	expect(mapTexts(runInNewContext('({ a: ["b"] })'), loud)).toEqual({ A: ['B'] });
});

it('keeps the key __proto__ as a key', () => {
	const copy = mapTexts(JSON.parse('{"__proto__":{"a":"b"}}') as object, (text) => text);
	expect(Object.keys(copy)).toEqual(['__proto__']);
	expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":"b"}}');
});

it('replaces values nested too deep by a short text', () => {
	expect(coreOf(mapTexts(nested(101), loud))).toBe('CORE');
	expect(coreOf(mapTexts(nested(102), loud))).toBe('(nested too deep to be shown)');
	expect(coreOf(mapTexts(nested(20_000), loud))).toBe('(nested too deep to be shown)');
	const objects = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as object;
	expect(JSON.stringify(mapTexts(objects, loud))).toContain('(nested too deep to be shown)');
});

it('copies a value that contains itself several times', () => {
	const value: Record<string, unknown> = { name: 'me' };
	for (const key of ['a', 'b', 'c']) value[key] = [value];
	const copy = mapTexts(value, loud) as Record<string, unknown[]>;
	expect(copy.NAME).toBe('ME');
	for (const key of ['A', 'B', 'C']) expect(copy[key]?.[0]).toBe(copy);
});
