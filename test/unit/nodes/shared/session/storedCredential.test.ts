import { storedCredential } from '../../../../../nodes/shared/session/storedCredential';
import { contextWith, SIGN_IN } from './sessionContexts';

it('asks the helper of n8n for the fields as they are stored', async () => {
	const getDecrypted = jest.fn(async () => SIGN_IN);
	const additionalData = { credentialsHelper: { getDecrypted } };
	const { context } = contextWith(SIGN_IN, { additionalData });
	expect(await storedCredential(context)).toBe(SIGN_IN);
	expect(getDecrypted.mock.calls).toEqual([
		[
			additionalData,
			{ id: '1', name: 'Gateway' },
			'ccGatewayApi',
			'trigger',
			{ node: context.getNode(), data: {}, source: null },
			true,
		],
	]);
});

it('does without a chosen credential', async () => {
	const getDecrypted = async () => await Promise.reject(new Error('no'));
	const additionalData = { credentialsHelper: { getDecrypted } };
	const getNode = () => ({});
	const { context } = contextWith(SIGN_IN, { additionalData, getNode });
	expect(await storedCredential(context)).toBeUndefined();
});
