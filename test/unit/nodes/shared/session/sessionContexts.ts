/** A context of n8n with a credential that people may change. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import type { NodeContext } from '../../../../../nodes/shared/session/requestContext';

export type Fields = ICredentialDataDecryptedObject;

export const SIGN_IN: Fields = {
	gatewayUrl: 'https://cc.example.com',
	authentication: 'signIn',
	agentId: '31000',
	password: 'secret word',
	phonenum: '6900',
	sessionToken: '',
};

export interface Stub {
	context: NodeContext & IExecuteFunctions;
	/** The credential's fields now; an error in their place is thrown. */
	credential: { now: Fields | Error };
	/** Items for which the credential was read. */
	reads: unknown[];
}

/** @param more further members of the context */
export function contextWith(fields: Fields | Error, more: object = {}): Stub {
	const credential = { now: fields };
	const reads: unknown[] = [];
	const context = {
		getNode: () => ({ credentials: { ccGatewayApi: { id: '1', name: 'Gateway' } } }),
		getMode: () => 'trigger',
		getCredentials: async (type: string, item?: number) => {
			expect(type).toBe('ccGatewayApi');
			reads.push(item);
			if (credential.now instanceof Error) throw credential.now;
			return credential.now;
		},
		...more,
	} as unknown as Stub['context'];
	return { context, credential, reads };
}
