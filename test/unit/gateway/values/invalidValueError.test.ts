import fc from 'fast-check';
import { InvalidValueError, problemOf, quote } from '../../../../gateway/values/invalidValueError';

/** All code points, lone surrogates included. */
const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

it('InvalidValueError holds the problem, the remedy and a message of both', () => {
	const error = new InvalidValueError("'99' is too small", 'Use a larger one.');
	expect(error).toMatchObject({
		name: 'InvalidValueError',
		message: "'99' is too small. Use a larger one.",
		problem: "'99' is too small",
		remedy: 'Use a larger one.',
	});
});

it('problemOf returns an InvalidValueError, and the given default for any other error', () => {
	const otherwise = { problem: 'it could not be read', remedy: 'Check it.' };
	const refused = new InvalidValueError('it is too small', 'Use a larger one.');
	expect(problemOf(refused, otherwise)).toBe(refused);
	for (const error of [new RangeError('Maximum call stack size exceeded'), 'thrown', undefined]) {
		expect(problemOf(error, otherwise)).toBe(otherwise);
	}
});

describe('a value in a message', () => {
	it.each([
		[undefined, 'nothing'],
		[null, 'nothing'],
		['', 'an empty text'],
		[' \n ', 'an empty text'],
		['x', "'x'"],
		['  two\n\t words ', "'two words'"],
		[5, "'5'"],
		[0, "'0'"],
		[Number.NaN, "'NaN'"],
		[false, "'false'"],
		[10n, "'10'"],
		[[1, 2], 'a list'],
		[[], 'a list'],
		[{ a: 1 }, 'an object'],
		[() => 1, 'an object'],
		[Symbol('s'), 'an object'],
		['a\u200bb', "'aU+200Bb'"],
		['\u0007', "'U+0007'"],
		['\u{e0001}', "'U+E0001'"],
	])('%p is shown as %s', (value, shown) => {
		expect(quote(value)).toBe(shown);
	});

	it('is cut after sixty whole characters', () => {
		expect(quote('a'.repeat(60))).toBe(`'${'a'.repeat(60)}'`);
		expect(quote('a'.repeat(61))).toBe(`'${'a'.repeat(60)}…'`);
		expect(quote('🎉'.repeat(60))).toBe(`'${'🎉'.repeat(60)}'`);
		expect(quote('🎉'.repeat(61))).toBe(`'${'🎉'.repeat(60)}…'`);
	});

	it.each([
		'279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0',
		' GUID: JSESSIONID=279fe21d-2caa-4437-84c3-ab9e9dae20f5',
		'jsessionid=x',
		`${'x'.repeat(59)} 279fe21d.agentgateway1`,
	])('is not shown if it looks like a Guid: %p', (value) => {
		expect(quote(value)).toBe('a Guid');
	});

	it('is read only up to a thousand characters', () => {
		expect(quote(`a${' '.repeat(998)}b`)).toBe("'a b'");
		expect(quote(`a${' '.repeat(999)}b`)).toBe("'a …'");
		expect(quote(`${' '.repeat(2000)}a${' '.repeat(2000)}`)).toBe("'a'");
	});

	it('is short, on one line and without invisible characters, whatever the value', () => {
		fc.assert(
			fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (value) => {
				const shown = quote(value);
				expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\n]/u);
				// An invisible character is shown by at most eight.
				expect([...shown].length).toBeLessThanOrEqual(60 + 3);
			}),
		);
	});
});
