import { itemIndex, ordinal } from '../../../../../nodes/shared/report/ordinal';

it.each([
	[1, 'first'],
	[3, 'third'],
	[10, 'tenth'],
	[11, '11th'],
	[12, '12th'],
	[21, '21st'],
	[22, '22nd'],
	[23, '23rd'],
	[111, '111th'],
	[400, '400th'],
])('place %p is the %s', (place, word) => {
	expect(ordinal(place)).toBe(word);
});

it('names an item by its position and by the index that n8n shows', () => {
	expect(itemIndex(0)).toBe('item index 0 (the first)');
	expect(itemIndex(2)).toBe('item index 2 (the third)');
	expect(itemIndex(20)).toBe('item index 20 (the 21st)');
});
