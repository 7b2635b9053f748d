import fc from 'fast-check';
import { OUTCOMES, worstOutcome } from '../../../../gateway/answer/outcome';

describe('the worst of several outcomes', () => {
	it('is unknown, then rejected, then not attempted', () => {
		expect(OUTCOMES).toEqual(['unknown', 'rejected', 'notAttempted', 'accepted']);
		expect(worstOutcome(['accepted', 'notAttempted'])).toBe('notAttempted');
		expect(worstOutcome(['accepted', 'rejected', 'notAttempted'])).toBe('rejected');
		expect(worstOutcome(['rejected', 'unknown', 'accepted'])).toBe('unknown');
	});

	it('is accepted only if all are accepted, or for an empty list', () => {
		expect(worstOutcome([])).toBe('accepted');
		expect(worstOutcome(['accepted', 'accepted'])).toBe('accepted');
	});

	it('is one of them, independent of their order', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1 }), (outcomes) => {
				const worst = worstOutcome(outcomes);
				expect(outcomes).toContain(worst);
				expect(worstOutcome([...outcomes].reverse())).toBe(worst);
			}),
		);
	});
});
