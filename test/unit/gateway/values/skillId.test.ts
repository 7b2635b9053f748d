import { parseSkillId } from '../../../../gateway/values/skillId';
import { problemIn, remedyIn } from '../../../support/refusals';

it.each([
	[1, 1],
	['999999999', 999_999_999],
	[' 12 ', 12],
])('%p is skill queue %p', (value, id) => {
	expect(parseSkillId(value)).toBe(id);
});

it.each([
	...[0, -1, 1.5, 1e9, NaN, '', 'Orders', '12a', '012', '+12', '1e3', '١٢'],
	...['12/../../onlineagent/31001', '../12', '12?x=1', '12%2f', '12 13', null, undefined, [12], {}],
])('%p is refused', (value) => {
	expect(problemIn(() => parseSkillId(value))).toMatch(/ 1 to 999999999$/);
	expect(remedyIn(() => parseSkillId(value))).toBe(
		'The ID of a skill queue is a number from 1 to 999999999, in plain digits.',
	);
});
