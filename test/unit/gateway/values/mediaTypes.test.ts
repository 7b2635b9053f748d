import { MEDIA_TYPES, parseMediaType } from '../../../../gateway/values/mediaTypes';
import { problemIn, remedyIn } from '../../../support/refusals';

describe('media types', () => {
	it('knows the ten documented ones by code and by name', () => {
		expect(Object.keys(MEDIA_TYPES)).toHaveLength(10);
		for (const [code, name] of Object.entries(MEDIA_TYPES)) {
			expect(parseMediaType(code)).toBe(code);
			expect(parseMediaType(Number(code))).toBe(code);
			expect(parseMediaType(` ${name.toUpperCase()} `)).toBe(code);
			expect(parseMediaType(`${name} (${code})`)).toBe(code);
		}
	});

	it.each([3, '3', 'Fax', '', null, undefined, 0, '01', {}, ['1'], [5]])(
		'%p is refused',
		(value) => {
			expect(problemIn(() => parseMediaType(value))).toMatch(/is not a media type$/);
		},
	);
});

it('says what is allowed instead', () => {
	expect(remedyIn(() => parseMediaType('x'))).toBe(
		'Use one of: Text Chat (1), Click-to-Dial Call (2), Callback Request (4), Common Voice or Video Call (5), Predicted Outbound Call (15), Previewed Outbound Call (16), Message Call (17), Common Video Call (19), Multimedia Web Chat (51), Social Chat (53).',
	);
});
