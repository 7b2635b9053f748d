import {
	FORCED_REST_REASON_RANGE,
	parseRestMinutes,
	parseRestReason,
	REST_REASON_RANGE,
} from '../../../../gateway/values/rest';
import { NO_WORDS, parseSiteWords } from '../../../../gateway/values/siteWords';
import { problemIn, remedyIn } from '../../../support/refusals';

describe('the duration of a rest', () => {
	it.each([
		[1, 1],
		['1439', 1439],
		[' 15 ', 15],
	])('%p is %p minutes', (value, minutes) => {
		expect(parseRestMinutes(value)).toBe(minutes);
	});

	it.each([
		0,
		1440,
		-1,
		1.5,
		'1.5',
		'ten',
		'',
		'15 min',
		'015',
		'1e2',
		null,
		undefined,
		true,
		[15],
	])('%p is refused', (value) => {
		expect(problemIn(() => parseRestMinutes(value))).toMatch(/1 to 1439$/);
		expect(remedyIn(() => parseRestMinutes(value))).toBe(
			'A rest lasts 1 to 1439 minutes, which is less than a day.',
		);
	});
});

describe('rest reasons', () => {
	const words = parseSiteWords('1 Lunch\n2 Doctor', REST_REASON_RANGE, { 'No Reason': 0 });

	it.each([
		[0, 0],
		['', 0],
		[' ', 0],
		[255, 255],
		[' 2 ', 2],
		['LUNCH', 1],
		['Lunch (1)', 1],
		['no reason', 0],
	])('%p is %p', (value, code) => {
		expect(parseRestReason(value, words)).toBe(code);
	});

	it('are 0 for null, the value of an empty database cell', () => {
		expect(parseRestReason(null, words)).toBe(0);
		const forced = () => parseRestReason(null, words, FORCED_REST_REASON_RANGE);
		expect(problemIn(forced)).toMatch(/ is not a rest reason$/);
	});

	it.each([256, -1, 1.5, '1.5', 'Lunhc', undefined, true, [1]])('%p is refused', (value) => {
		expect(problemIn(() => parseRestReason(value, words))).toMatch(/ is not a rest reason$/);
		expect(remedyIn(() => parseRestReason(value, words))).toBe(
			"Use a code from 0 to 255, or one of the words in the credential's field 'Rest Reasons' (Lunch, Doctor).",
		);
	});

	it('are required if an inspector gives them', () => {
		for (const value of [0, '', 'No Reason', 256]) {
			const read = () => parseRestReason(value, words, FORCED_REST_REASON_RANGE);
			expect(problemIn(read)).toMatch(/ is not a rest reason$/);
			expect(remedyIn(read)).toMatch(/^Use a code from 1 to 255,/);
		}
		expect(parseRestReason(1, words, FORCED_REST_REASON_RANGE)).toBe(1);
		expect(parseRestReason('255', words, FORCED_REST_REASON_RANGE)).toBe(255);
	});

	it('are refused with a remedy that says if the credential has no words', () => {
		expect(remedyIn(() => parseRestReason('Lunch', NO_WORDS))).toMatch(/\(it is empty\)\.$/);
	});
});
