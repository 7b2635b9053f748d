import { whyNothing } from '../../../../../nodes/shared/read/whyNothing';

describe('why an expression yields nothing', () => {
	it.each([
		['agent ', "'agent' with a blank beside it"],
		['\ufeffagent', 'an invisible character, such as a byte-order mark'],
		['Agent', "'Agent'"],
	])('names the column %j that looks the same', (column, named) => {
		const said = whyNothing('={{ $json.agent }}', { [column]: 31001 });
		expect(said).toContain("The item has no field 'agent', but one that looks the same: ");
		expect(said).toContain(named);
	});

	it('names each column that looks the same, with its differences', () => {
		const json = { 'agent ': 1, 'ag\u200bent': 2, team: 3, AGENT: 4, ' \u200bagent': 5 };
		expect(whyNothing('={{ $json.agent }}', json)).toBe(
			"The item has no field 'agent', but one that looks the same: 'agent' with a blank beside it, 'agU+200Bent' with an invisible character, such as a byte-order mark, 'AGENT', 'U+200Bagent' with a blank beside it and with an invisible character, such as a byte-order mark. Drag that column into the field, or rename it where it comes from.",
		);
	});

	it('gives no reason without an item', () => {
		expect(whyNothing('={{ $json.agent }}', undefined)).toBe(
			'Check the name of the field in the expression.',
		);
	});

	it('names empty cells if no column looks the same', () => {
		expect(whyNothing('={{ $json.agent }}', { team: 1 })).toBe(
			"The item has no field 'agent': check the name of the field in the expression. Some sources leave a field out where its cell is empty.",
		);
	});

	it('says that the cell is empty', () => {
		expect(whyNothing('={{ $json.agent }}', { agent: null })).toBe(
			"The field 'agent' of the item is empty.",
		);
		const locator = { __rl: true, mode: 'code', value: '={{ $json.agent }}' };
		expect(whyNothing(locator, { agent: null })).toBe("The field 'agent' of the item is empty.");
	});

	it.each(['={{ $json.a + 1 }}', '={{ $json.a.b }}', '', undefined])(
		'gives no reason for %j',
		(parameter) => {
			const check = 'Check the name of the field in the expression.';
			expect(whyNothing(parameter, { agent: 1 })).toBe(check);
		},
	);
});
