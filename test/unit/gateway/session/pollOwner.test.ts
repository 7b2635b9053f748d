/** Which process polls the events of a session, as the caches of several processes see it. */
import { THIS_PROCESS } from '../../../../gateway/session/pollOwner';
import { account, newCache, sessionAt } from './sessionCacheHarness';

const session = sessionAt('g', 1_000_000);
const polledBy = (listener: string | undefined) => ({ ...session, listener });

it.each([
	['a first one', undefined, 'another process', 'another process'],
	['this process after another one', 'another process', THIS_PROCESS, THIS_PROCESS],
	['another process after this one', THIS_PROCESS, 'another process', THIS_PROCESS],
	['a third one', 'another process', 'a third one', 'another process'],
	['none, in a session of the same age', THIS_PROCESS, undefined, THIS_PROCESS],
])(
	'a process that claims the polls is believed if it is the first one or this process: %s',
	(_, before, after, known) => {
		const cache = newCache();
		cache.adopt(polledBy(before));
		expect(cache.adopt(polledBy(after))).toBe(true);
		expect(cache.current(account)?.listener).toBe(known);
	},
);

it('a claim in another session of the same age is not believed', () => {
	const cache = newCache();
	cache.adopt(session);
	expect(cache.adopt({ ...sessionAt('other', 1_000_000), listener: THIS_PROCESS })).toBe(false);
	expect(cache.current(account)).toEqual(session);
});
