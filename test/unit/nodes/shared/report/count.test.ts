import { counted, countedReasons, numberOf } from '../../../../../nodes/shared/report/count';

it.each([
	[0, 'items', '0 items'],
	[1, 'notes', '1 note'],
	[2, 'recipients', '2 recipients'],
] as const)('%i of %s are %p', (count, things, text) => {
	expect(numberOf(count, things)).toBe(text);
});

it('leaves out outcomes without items, except accepted', () => {
	const counts = { accepted: 0, rejected: 2, unknown: 0, notAttempted: 1 };
	expect(counted('items', (outcome) => counts[outcome])).toBe(
		'Of 3 items: 0 accepted, 2 rejected, 1 not attempted',
	);
});

it('reports a single item without a count', () => {
	expect(counted('items', (outcome) => (outcome === 'notAttempted' ? 1 : 0))).toBe('Not attempted');
	expect(counted('recipients', (outcome) => (outcome === 'accepted' ? 1 : 0))).toBe('Accepted');
});

describe('the reasons of failed items', () => {
	it.each<[Array<string | undefined>, string]>([
		[[], ''],
		[[undefined], ''],
		[['busy', 'busy'], 'busy'],
		[['busy', undefined], '1 busy'],
		[['absent', 'busy', 'busy', undefined], '2 busy, 1 absent'],
		[['a', 'b', 'c', 'd', 'e', 'f', 'g', 'g'], '2 g, 1 a, 1 b, 1 c, 1 d, 2 for other reasons'],
	])('%j are summarized as %p', (reasons, text) => {
		expect(countedReasons(reasons)).toBe(text);
	});
});
