/** What a check concludes from the sixth query. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { answered, answeredWith } from '../../../../support/exchanges';
import { accepted, LOST, REFUSED } from '../checkHarness';
import { check, codeOf } from '../questionHarness';

describe('the sixth query', () => {
	it.each<[string, Exchange[], string]>([
		['served', [], 'served'],
		['busy', [accepted(), answeredWith('000-007')], 'busy'],
		['refused by an HTTP status', [answered('', { status: 429 })], 'http'],
		['refused otherwise', [REFUSED], 'other'],
		['refused, and another one lost', [LOST, answeredWith('000-007')], 'busy'],
		['lost', [accepted(), LOST], 'noAnswer'],
	])('is %s', async (_what, answers, code) => {
		check.onVariant = ({ unlimited }) => (unlimited ? answers.shift() : undefined);
		expect(await codeOf('sixthQuery')).toBe(code);
		expect(check.sent.filter(({ variant }) => variant.unlimited)).toHaveLength(6);
		expect(check.released).toBe(1);
	});

	it('is not sent once the run was cancelled', async () => {
		check.noPermits = true;
		expect(await codeOf('sixthQuery')).toBe('notAsked');
		expect(check.sent).toEqual([]);
	});
});
