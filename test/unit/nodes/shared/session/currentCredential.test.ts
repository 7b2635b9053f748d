/** The credential of a long run or a trigger, read again: what was changed or deleted in the meantime. */
import { type Account, readSettings } from '../../../../../gateway/values/settings';
import { CurrentCredential } from '../../../../../nodes/shared/session/currentCredential';
import { contextWith, type Fields, SIGN_IN } from './sessionContexts';

/** A credential as it was read, and then changed. @param stored as n8n's helper returns it */
function changed(now: Fields | Error, stored?: Fields) {
	const { context, credential } = contextWith(SIGN_IN, {
		additionalData: { credentialsHelper: { getDecrypted: async () => stored } },
	});
	const { authentication } = readSettings(SIGN_IN);
	const current = new CurrentCredential(context, authentication as Account, SIGN_IN);
	credential.now = now;
	return { current };
}

const CHANGED = {
	type: 'noSession',
	outcome: 'rejected',
	retryable: true,
	meaning: 'the credential was changed in the meantime',
	remedy: 'Run the workflow again.',
};

const deleted = new Error('Credential with ID "1" does not exist for type "ccGatewayApi".');

it('is the same after another session was stored in it', async () => {
	const now = { ...SIGN_IN, sessionToken: 'another' };
	const { current } = changed(now);
	expect(await current.forSignIn()).toMatchObject({
		account: { agentId: '31000', password: 'secret word' },
		data: now,
	});
	expect(await current.storedSession()).toBe('another');
	expect(await current.toStore()).toBe(now);
	expect(current.outdated).toBe(false);
});

it('is stored with its expressions where n8n gives them', async () => {
	const stored = { ...SIGN_IN, gatewayUrl: '={{ $vars.gateway }}' };
	expect(await changed(SIGN_IN, stored).current.toStore()).toBe(stored);
});

it('signs in with another phone number, and is outdated', async () => {
	const { current } = changed({ ...SIGN_IN, phonenum: '6901' });
	expect(await current.forSignIn()).toMatchObject({ account: { phonenum: '6901' } });
	expect(current.outdated).toBe(true);
});

it('does not sign in with another password, but may store a session', async () => {
	const now = { ...SIGN_IN, password: 'another' };
	const { current } = changed(now);
	expect(await current.forSignIn()).toMatchObject(CHANGED);
	expect(await current.toStore()).toBe(now);
	expect(current.outdated).toBe(true);
});

it.each<[string, Fields]>([
	['gateway', { gatewayUrl: 'https://other.example.com' }],
	['agent', { agentId: '31001' }],
	['mode', { authentication: 'guid', guid: 'c0ffee' }],
])('neither signs in nor stores a session for another %s', async (_what, fields) => {
	const { current } = changed({ ...SIGN_IN, ...fields, sessionToken: 'another' });
	expect(await current.forSignIn()).toMatchObject(CHANGED);
	expect(await current.toStore()).toBeUndefined();
	expect(await current.storedSession()).toBeUndefined();
	expect(current.outdated).toBe(true);
});

it('that was deleted is not tried again', async () => {
	const { current } = changed(deleted);
	expect(await current.forSignIn()).toMatchObject({
		outcome: 'rejected',
		retryable: false,
		meaning: 'the credential does not exist on this n8n server, or no longer does',
		remedy: expect.stringContaining('Choose another one') as string,
	});
	expect(current.outdated).toBe(true);
	expect(await current.toStore()).toBeUndefined();
	expect(await current.storedSession()).toBeUndefined();
});

it('that cannot be read for now is tried again, and is not outdated', async () => {
	const { current } = changed(new Error('the vault is closed'));
	expect(await current.forSignIn()).toMatchObject({
		outcome: 'rejected',
		retryable: true,
		meaning: 'the credential could not be read',
		remedy: expect.stringContaining('n8n says: the vault is closed.') as string,
	});
	expect(current.outdated).toBe(false);
});

it('with a field that cannot be used any more is outdated, and says which', async () => {
	const { current } = changed({ ...SIGN_IN, phonenum: '' });
	expect(await current.forSignIn()).toMatchObject({
		retryable: true,
		meaning: 'phone Number in the credential: no phone number was given',
	});
	expect(current.outdated).toBe(true);
});

it('shows nothing of an unexpected error', async () => {
	const getNode = (): never => {
		throw new TypeError('a secret');
	};
	const { context } = contextWith(SIGN_IN, { getNode });
	const { authentication } = readSettings(SIGN_IN);
	const current = new CurrentCredential(context, authentication as Account, SIGN_IN);
	expect(await current.forSignIn()).toMatchObject({
		retryable: true,
		meaning: 'the credential could not be read',
		remedy: '',
	});
});
