import { parseSessionLimit } from '../../../../gateway/values/sessionLimit';
import { problemIn, remedyIn } from '../../../support/refusals';

describe('session limits', () => {
	it.each([
		[1, '1'],
		['60', '60'],
		[' 5 ', '5'],
	])('%p is sent as %p', (value, sent) => {
		expect(parseSessionLimit(value)).toBe(sent);
	});

	it.each([0, 61, 'five', '', null, 1.5, '05'])('%p is refused', (value) => {
		expect(problemIn(() => parseSessionLimit(value))).toMatch(/1 to 60/);
	});
});

it('says what is allowed instead', () => {
	expect(remedyIn(() => parseSessionLimit(0))).toBe('The gateway allows 1 to 60 sessions.');
});
