import { parseSkillIds, parseSomeSkillIds } from '../../../../gateway/values/skillIds';

it.each([
	[11, [11]],
	['11, 12;13 14\n15', [11, 12, 13, 14, 15]],
	['11，12、13', [11, 12, 13]],
	[
		[11, '12', 11],
		[11, 12],
	],
	['[11, 12]', [11, 12]],
	[
		[
			{ id: 11, name: 'Service hotline' },
			{ id: '12', name: null },
		],
		[11, 12],
	],
	['[{"id":11,"name":"Service hotline"}]', [11]],
	[
		['11, 12', ['13', [14]]],
		[11, 12, 13, 14],
	],
	[[], []],
	['', []],
])('%j are the queues %j', (value, ids) => {
	expect(parseSkillIds(value)).toEqual(ids);
});

it.each([
	[null, /^nothing was given/],
	[undefined, /^nothing was given/],
	['Orders', /'Orders' is not a whole number 1 to 999999999/],
	[0, /'0' is outside 1 to 999999999/],
	[-1, /'-1' is not a whole number/],
	[1.5, /'1.5' is not a whole number/],
	[[11, null], /nothing is not a whole number/],
	[[{ name: 'Orders' }], /an object is not a whole number/],
	[{ id: 'x' }, /'x' is not a whole number/],
])('%j is refused', (value, problem) => {
	expect(() => parseSkillIds(value)).toThrow(problem);
});

it('refuses more queues than allowed, counting each once', () => {
	const ids = Array.from({ length: 1001 }, (_, index) => index + 1);
	expect(() => parseSkillIds(ids, 1000)).toThrow('1001 skill queues were given. At most 1000');
	expect(parseSkillIds([...ids.slice(1), ...ids.slice(1)], 1000)).toHaveLength(1000);
});

it('accepts a single queue if at least one is required', () => {
	expect(parseSomeSkillIds('11')).toEqual([11]);
});

it('refuses an empty list if at least one queue is required', () => {
	for (const value of [[], '', ' , ', '[]']) {
		expect(() => parseSomeSkillIds(value)).toThrow('no skill queue was given. Give at least one');
	}
});
