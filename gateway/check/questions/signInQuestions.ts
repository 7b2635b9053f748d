/** Questions that the answer to a sign-in settles; they send nothing. */
import type { SignInFacts } from '../../answer/signInFacts';
import { type Answer, skipped } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';

const fromFacts = (id: string, read: (facts: SignInFacts) => Answer): Question => ({
	id,
	depth: 'questions',
	ask: async ({ signInFacts }: CheckContext) =>
		signInFacts
			? read(signInFacts)
			: skipped(
					"the answer to the sign-in is not known: the session was open before, or the credential holds a Guid. With 'Sign In as an Agent', run the check two minutes after the last workflow of this agent",
				),
});

export const guidHeader = fromFacts('guidHeader', ({ guidHeaders }) => {
	const evidence = { headers: guidHeaders };
	if (guidHeaders.length === 2) return { code: 'both', evidence };
	return { code: guidHeaders[0] === 'guid' ? 'guid' : 'setGuid', evidence };
});

export const cookies = fromFacts('cookies', ({ cookieNames }) => ({
	code: cookieNames.length === 0 ? 'none' : 'some',
	evidence: { cookieNames },
}));

export const password = fromFacts('password', ({ mustChangePassword, passwordDays }) => {
	if (mustChangePassword) return { code: 'change' };
	return passwordDays === null
		? { code: 'fine' }
		: { code: 'expires', evidence: { days: passwordDays } };
});
