import { Registry } from '../../../../gateway/values/registry';

describe('a registry', () => {
	it('makes one entry per key', () => {
		const registry = new Registry<object>();
		const entry = registry.get('a', () => ({}));
		expect(registry.get('a', () => ({}))).toBe(entry);
		expect(registry.get('b', () => ({}))).not.toBe(entry);
	});

	it('drops idle entries, and no others, once it holds a given number', () => {
		const idle = new Set<string>();
		const registry = new Registry<{ key: string }>(({ key }) => idle.has(key), 2);
		const entryOf = (key: string) => registry.get(key, () => ({ key }));
		idle.add('a');
		const first = entryOf('a');
		expect(entryOf('a')).toBe(first);
		const second = entryOf('b');
		expect(entryOf('a')).not.toBe(first);
		expect(entryOf('b')).toBe(second);
	});
});
