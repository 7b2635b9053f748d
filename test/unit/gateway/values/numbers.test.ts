import { parseWholeNumber } from '../../../../gateway/values/numbers';
import { problemIn, remedyIn } from '../../../support/refusals';

describe('whole numbers of an option', () => {
	it('are taken in their range, as number and as text', () => {
		expect(parseWholeNumber(1, { min: 1, max: 5 })).toBe(1);
		expect(parseWholeNumber(' 5 ', { min: 1, max: 5 })).toBe(5);
		expect(parseWholeNumber('999999999', { min: 0, max: 1e12 })).toBe(999_999_999);
	});

	it.each([0, 6, '1e0', '1000000000', true, null])('%p is refused', (value) => {
		expect(problemIn(() => parseWholeNumber(value, { min: 1, max: 5 }))).toMatch(/1 to 5$/);
	});
});

it('says what is allowed instead', () => {
	expect(remedyIn(() => parseWholeNumber(0, { min: 1, max: 5 }))).toBe(
		'Use a whole number from 1 to 5.',
	);
});
