/**
 * The credential's mode that signs an agent in. What only the real n8n can prove belongs here: that n8n stores the
 * session it gets from `preAuthentication`, that executions one after another and on several workers share it, and
 * that neither the log nor the stored executions hold the password (`secrets.test.ts` shows how to look).
 */
describe('the credential that signs an agent in', () => {
	it.todo('is green when tested, and wrong words are told');
	it.todo('signs in once for two executions');
	it.todo('shares one session between main and workers');
	it.todo('puts no password and no session into the log or the stored executions');
});
