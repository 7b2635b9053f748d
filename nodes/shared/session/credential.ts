import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';
import {
	type CredentialFields,
	InvalidCredentialError,
	readSettings,
	type Settings,
} from '../../../gateway/values/settings';
import { PreflightError } from '../read/preflightError';
import type { NodeContext } from './requestContext';

export const CREDENTIAL = 'ccGatewayApi';

/**
 * @param itemIndex for a node that runs
 * @throws {PreflightError} if n8n cannot read it
 */
export async function readCredential(
	context: NodeContext,
	itemIndex?: number,
): Promise<ICredentialDataDecryptedObject> {
	if (context.getNode().credentials?.[CREDENTIAL] === undefined) {
		throw new PreflightError(
			'No credential is chosen',
			"Choose one in the node's field 'Credential', or create one there.",
			{},
		);
	}
	try {
		return await context.getCredentials(CREDENTIAL, itemIndex);
	} catch (error) {
		return refuseCredential(error);
	}
}

/** @throws {PreflightError} for a field that cannot be used */
export function settingsOf(data: CredentialFields): Settings {
	try {
		return readSettings(data);
	} catch (error) {
		return refuseCredential(error);
	}
}

function refuseCredential(error: unknown): never {
	if (error instanceof InvalidCredentialError) {
		throw new PreflightError(
			`${error.field} in the credential: ${error.problem}`,
			error.remedy,
			{},
		);
	}
	const said = error instanceof Error ? ` n8n says: ${error.message}` : '';
	throw new PreflightError(
		'The credential could not be read',
		`Open it and check its fields.${said}`,
		{},
	);
}

/** A credential's fields in the form in which n8n's request helper takes them. */
export function asCredentials(
	context: NodeContext,
	data: ICredentialDataDecryptedObject,
): ICredentialsDecrypted {
	const { id = '', name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	return { id: id ?? '', name, type: CREDENTIAL, data };
}

/** The credential of one session, in the plainest form: n8n has every request read it again. */
export const sessionCredentials = (
	context: NodeContext,
	{ connection: { baseUrl, trustedCa, ignoreTlsIssues } }: Settings,
	{ guid, cookies = '', agentId }: { guid: string; cookies?: string; agentId: string },
): ICredentialsDecrypted =>
	asCredentials(context, {
		gatewayUrl: baseUrl,
		authentication: 'guid',
		agentId,
		guid,
		cookies,
		trustedCa: trustedCa ?? '',
		ignoreTlsIssues,
	});
