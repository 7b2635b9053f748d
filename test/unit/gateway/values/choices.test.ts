import { parseChoice, parseChoices, parseSwitch } from '../../../../gateway/values/choices';
import { problemIn, remedyIn } from '../../../support/refusals';

describe('switches', () => {
	it.each([
		[true, true],
		['TRUE', true],
		[false, false],
		[' false ', false],
	])('%p is %p', (value, expected) => {
		expect(parseSwitch(value)).toBe(expected);
	});

	it.each(['yes', 1, 0, '', null, undefined])('%p is refused', (value) => {
		expect(problemIn(() => parseSwitch(value))).toMatch(/is neither true nor false$/);
	});
});

describe('one of a few words', () => {
	const choices = ['each', 'first'] as const;

	it('is accepted unchanged', () => {
		expect(parseChoice('first', choices)).toBe('first');
	});

	it.each(['', 'Each', ' each', 'each,first', null, 0])('%p is refused', (value) => {
		expect(problemIn(() => parseChoice(value, choices))).toMatch(/ is none of its values$/);
	});
});

describe('some of a few words', () => {
	const choices = ['each', 'first', 'last'] as const;

	it.each([
		[[], []],
		[['first'], ['first']],
		['first', ['first']],
		['each, last', ['each', 'last']],
		['last、first，each', ['last', 'first', 'each']],
	])('%p is %p', (value, expected) => {
		expect(parseChoices(value, choices)).toEqual(expected);
	});

	it.each(['', 'all', 'first, all', 'first,', ['all'], ['first, last'], 0, null, undefined])(
		'%p is refused',
		(value) => {
			expect(problemIn(() => parseChoices(value, choices))).toMatch(/ is none of its values$/);
		},
	);
});

it.each<[() => unknown, string]>([
	[() => parseSwitch('x'), 'Use true or false.'],
	[() => parseChoice('x', ['each', 'first']), 'Use one of: each, first.'],
])('says what is allowed instead: %#', (read, expected) => {
	expect(remedyIn(read)).toBe(expected);
});
