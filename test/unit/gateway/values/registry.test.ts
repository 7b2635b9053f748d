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
		const get = (key: string) => registry.get(key, () => ({ key }));
		idle.add('a');
		const first = get('a');
		expect(get('a')).toBe(first);
		const second = get('b');
		expect(get('a')).not.toBe(first);
		expect(get('b')).toBe(second);
	});
});
