import { readSettings } from '../../../../../gateway/values/settings';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import {
	asCredentials,
	MissingCredentialError,
	readCredential,
	sessionCredentials,
	settingsOf,
} from '../../../../../nodes/shared/session/credential';
import type { NodeContext } from '../../../../../nodes/shared/session/requestContext';
import { contextWith, SIGN_IN } from './sessionContexts';

const refusalOf = async (work: () => unknown): Promise<unknown> => {
	try {
		return await work();
	} catch (error) {
		return error;
	}
};

it('reads the credential for an item', async () => {
	const { context, reads } = contextWith(SIGN_IN);
	expect(await readCredential(context, 3)).toBe(SIGN_IN);
	expect(reads).toEqual([3]);
});

it.each([undefined, {}])('refuses a node with the credentials %j', async (credentials) => {
	const { context, reads } = contextWith(SIGN_IN, { getNode: () => ({ credentials }) });
	expect(await refusalOf(async () => await readCredential(context))).toMatchObject({
		name: 'PreflightError',
		message: 'No credential is chosen',
		remedy: "Choose one in the node's field 'Credential', or create one there.",
		args: {},
	});
	expect(reads).toEqual([]);
});

it.each([
	'Credential with ID "5" does not exist for type "ccGatewayApi".',
	'Credential with ID "a b" was not found.',
])('knows a deleted credential by the words %j', async (message) => {
	const { context } = contextWith(new Error(message));
	const refusal = await refusalOf(async () => await readCredential(context));
	expect(refusal).toBeInstanceOf(MissingCredentialError);
	expect(refusal).toMatchObject({
		name: 'MissingCredentialError',
		message: 'The credential does not exist on this n8n server, or no longer does',
		remedy:
			"Choose another one in the node's field 'Credential'; a published workflow needs publishing again.",
		args: {},
	});
});

it.each([
	'The vault says: Credential with ID "5" was not found',
	'Credential with ID 5 does not exist',
	'Credential with ID "5" cannot be read',
])('does not take the words %j for a deleted credential', async (message) => {
	const { context } = contextWith(new Error(message));
	const refusal = await refusalOf(async () => await readCredential(context));
	expect(refusal).not.toBeInstanceOf(MissingCredentialError);
	expect(refusal).toBeInstanceOf(PreflightError);
	expect(refusal).toMatchObject({
		message: 'The credential could not be read',
		remedy: `Open it and check its fields. n8n says: ${message}.`,
		args: {},
	});
});

it('names the field of a credential that cannot be used', async () => {
	expect(settingsOf(SIGN_IN)).toEqual(readSettings(SIGN_IN));
	expect(await refusalOf(() => settingsOf({ ...SIGN_IN, phonenum: '' }))).toMatchObject({
		name: 'PreflightError',
		message: 'Phone Number in the credential: no phone number was given',
		remedy: "Enter the number of the agent's phone or softphone, 1 to 24 characters.",
		args: {},
	});
});

it('names itself as n8n does, also without an ID', () => {
	const { context } = contextWith(SIGN_IN);
	const data = { a: 1 };
	const type = 'ccGatewayApi';
	expect(asCredentials(context, data)).toEqual({ id: '1', name: 'Gateway', type, data });
	for (const credentials of [undefined, {}, { ccGatewayApi: { id: null, name: '' } }]) {
		const node = { getNode: () => ({ credentials }) } as unknown as NodeContext;
		expect(asCredentials(node, data)).toEqual({ id: '', name: '', type, data });
	}
});

it('holds one session and the connection, and nothing else', () => {
	const { context } = contextWith(SIGN_IN);
	const settings = readSettings({ ...SIGN_IN, ignoreTlsIssues: true });
	const session = { guid: 'g', agentId: '31000' };
	const data = {
		gatewayUrl: 'https://cc.example.com/agentgateway/resource',
		authentication: 'guid',
		agentId: '31000',
		guid: 'g',
		cookies: '',
		trustedCa: '',
		ignoreTlsIssues: true,
	};
	expect(sessionCredentials(context, settings, session).data).toEqual(data);
	const trusting = { ...settings, connection: { ...settings.connection, trustedCa: 'PEM' } };
	expect(sessionCredentials(context, trusting, { ...session, cookies: 'a=1' }).data).toEqual({
		...data,
		cookies: 'a=1',
		trustedCa: 'PEM',
	});
});
