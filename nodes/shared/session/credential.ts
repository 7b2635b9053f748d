import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';
import {
	type CredentialFields,
	InvalidCredentialError,
	readSettings,
	type Settings,
} from '../../../gateway/values/settings';
import { PreflightError } from '../read/preflightError';
import type { NodeContext } from './requestContext';
import { saidByN8n } from '../read/saidByN8n';

export const CREDENTIAL = 'ccGatewayApi';

/** The credential was deleted, or the workflow comes from another n8n. */
export class MissingCredentialError extends PreflightError {
	constructor() {
		super(
			'The credential does not exist on this n8n server, or not any more',
			"Choose another one in the node's field 'Credential'; a published workflow needs publishing again.",
			{},
		);
		this.name = 'MissingCredentialError';
	}
}

/** n8n's own words, the same in 1.123 and 2.41; its error class is not exported. */
const SAYS_MISSING = /^Credential with ID ".*" (does not exist|was not found)/;

/**
 * @param itemIndex for a node that runs
 * @throws {MissingCredentialError} if it was deleted
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
	if (error instanceof Error && SAYS_MISSING.test(error.message))
		throw new MissingCredentialError();
	throw new PreflightError(
		'The credential could not be read',
		`Open it and check its fields.${saidByN8n(error)}`,
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
