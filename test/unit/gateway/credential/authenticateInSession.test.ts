/** authenticate in a session that the package opens, and in the credential test. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { TEST_HEADER } from '../../../../gateway/credential/authenticate';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import {
	type PendingAction,
	PendingActionError,
	setPendingAction,
	takePendingAction,
} from '../../../../gateway/credential/pendingAction';
import { writeSession } from '../../../../gateway/session/session';
import { type CredentialFields, InvalidCredentialError } from '../../../../gateway/values/settings';
import {
	BASE,
	START,
	guid,
	guidPerItem,
	account,
	sessionAt,
	authenticated,
} from './authenticateHarness';

describe('a request in a session that the package opens', () => {
	it('uses the stored session', () => {
		const fields = account();
		const sent = authenticated({ ...fields, sessionToken: writeSession(sessionAt(START)) });
		expect(sent.headers).toEqual({ Guid: 'opened', Cookie: 'node=1' });
	});

	it('uses a newer session of this process', () => {
		const fields = account();
		const stored = writeSession(sessionAt(START - 10_000, { guid: 'older' }));
		sessionCacheFor({ ...fields, baseUrl: BASE }).adopt(sessionAt(START));
		expect(authenticated({ ...fields, sessionToken: stored }).headers).toMatchObject({
			Guid: 'opened',
		});
	});

	it.each([
		['nothing is stored', undefined],
		['the stored one is too old', sessionAt(START - 119_000)],
		['the stored one is of another agent', sessionAt(START, { agentId: '31901' as AgentId })],
		['the stored one is of another gateway', sessionAt(START, { gatewayUrl: 'https://other' })],
	])('is refused for preparation if %s', (_name, session) => {
		const sessionToken = session ? writeSession(session) : '';
		const sent = () => authenticated({ ...account(), sessionToken });
		expect(sent).toThrow(PendingActionError);
	});

	it('is refused for preparation if the session is known to be lost', () => {
		const fields = account();
		sessionCacheFor({ ...fields, baseUrl: BASE }).invalidate(sessionAt(START));
		expect(() =>
			authenticated({ ...fields, sessionToken: writeSession(sessionAt(START)) }),
		).toThrow(PendingActionError);
	});

	it('is refused for preparation if a node sets an action, though there is a session', () => {
		const fields = account();
		sessionCacheFor({ ...fields, baseUrl: BASE }).adopt(sessionAt(START));
		for (const order of [
			{ kind: 'signIn', force: true },
			{ kind: 'store', session: sessionAt(START) },
		] satisfies PendingAction[]) {
			const ordering = { ...fields };
			setPendingAction(ordering, order);
			expect(() => authenticated(ordering)).toThrow(PendingActionError);
			expect(takePendingAction(ordering)).toBe(order);
		}
	});

	it("sets a pending action that is not the credential test's", () => {
		const fields = account();
		expect(() => authenticated(fields)).toThrow(PendingActionError);
		expect(takePendingAction(fields)).toEqual({ kind: 'signIn', force: false });
	});

	it('sets no pending action if there is a session', () => {
		const fields = { ...account(), sessionToken: writeSession(sessionAt(START)) };
		authenticated(fields);
		expect(takePendingAction(fields)).toBeUndefined();
	});
});

describe("the credential test's request", () => {
	const testing = { headers: { [TEST_HEADER]: 'yes', Accept: 'x' } };

	it('has a mark that n8n takes for a header', () => {
		expect(TEST_HEADER).toMatch(/^[A-Za-z-]+$/);
	});

	it.each<[string, () => CredentialFields]>([
		['guid', () => ({ ...guid })],
		['guidPerItem', () => ({ ...guidPerItem })],
		['signIn', () => ({ ...account(), sessionToken: writeSession(sessionAt(START)) })],
	])(
		'is always refused for preparation, and no other request is, in the mode %s',
		(_mode, credential) => {
			expect(() => authenticated(credential())).not.toThrow();
			const fields = credential();
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			expect(takePendingAction(fields)).toEqual({ kind: 'test' });
		},
	);

	it.each<[string, CredentialFields]>([
		['guid', guid],
		['guidPerItem', guidPerItem],
		['signIn', { ...account(), sessionToken: writeSession(sessionAt(START)) }],
	])(
		'is sent once it is prepared, without mark or session, and any answer passes, in the mode %s',
		(_mode, credential) => {
			const fields = { ...credential };
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			takePendingAction(fields);
			expect(authenticated(fields, testing)).toMatchObject({
				headers: { Accept: 'x' },
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			});
			expect(Object.keys(authenticated(fields, testing).headers ?? {})).toEqual(['Accept']);
		},
	);

	it('is not prepared by the action of an earlier test', () => {
		const fields = { ...guid };
		expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
		takePendingAction(fields);
		expect(() => authenticated({ ...fields }, testing)).toThrow(PendingActionError);
	});

	it('goes to no other server', () => {
		const fields = { ...guid };
		expect(() => authenticated(fields, { ...testing, url: 'https://other.example.com/' })).toThrow(
			InvalidCredentialError,
		);
		expect(takePendingAction(fields)).toBeUndefined();
	});
});
