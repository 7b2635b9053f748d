import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { InvalidValue } from '../../gateway/invalidValue';
import {
	type CredentialFields,
	InvalidCredential,
	parseGuid,
	readSettings,
	type Settings,
} from '../../gateway/settings';
import { Refusal } from './itemReader';
import type { Asked } from './operation';

export const CREDENTIAL = 'ccGatewayApi';

/** A Guid with all that n8n needs to send a request with it. */
export interface Session {
	guid: string;
	credentials: ICredentialsDecrypted;
}

/** The credential of a run: read once, whatever the number of items. */
export interface Sessions {
	settings: Settings;
	/** The session of an item. @throws {Refusal} if the item brings none along */
	of: (item: INodeExecutionData, asked: Asked) => Session;
}

/**
 * Reads the credential.
 * @throws {Refusal} if it cannot be read, for a field that cannot be used, and for a Guid that changes from
 *   item to item although the credential is read once
 */
export async function openSessions(
	context: IExecuteFunctions,
	itemCount: number,
): Promise<Sessions> {
	const data = await readCredential(context, 0);
	const settings = settingsOf(data);
	const { id = '', name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	const withData = (fields: ICredentialDataDecryptedObject): ICredentialsDecrypted => ({
		id: id ?? '',
		name,
		type: CREDENTIAL,
		data: fields,
	});

	const { authentication } = settings;
	if (authentication.mode === 'guid') {
		if (itemCount > 1) {
			const last = await readCredential(context, itemCount - 1);
			if (last.guid !== data.guid) {
				throw new Refusal(
					'The Guid in the credential changes from item to item',
					"In the mode 'Guid' the credential is read once per run. Choose the mode 'Guid per Item' and name the item field that holds the Guid.",
					{},
				);
			}
		}
		const session: Session = { guid: authentication.guid, credentials: withData(data) };
		return { settings, of: () => session };
	}

	const { guidField } = authentication;
	return {
		settings,
		of: ({ json }, asked) => {
			try {
				const guid = parseGuid(json[guidField]);
				return {
					guid,
					credentials: withData({ ...data, authentication: 'guid', guid, agentId: '101' }),
				};
			} catch (error) {
				return refuseItem(guidField, error, asked);
			}
		},
	};
}

function refuseItem(guidField: string, error: unknown, asked: Asked): never {
	const { problem, remedy } =
		error instanceof InvalidValue ? error : { problem: 'it could not be read', remedy: '' };
	throw new Refusal(`Item field '${guidField}': ${problem}`, remedy, { ...asked });
}

async function readCredential(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ICredentialDataDecryptedObject> {
	try {
		return await context.getCredentials(CREDENTIAL, itemIndex);
	} catch (error) {
		return refuseCredential(error);
	}
}

function settingsOf(data: CredentialFields): Settings {
	try {
		return readSettings(data);
	} catch (error) {
		return refuseCredential(error);
	}
}

function refuseCredential(error: unknown): never {
	if (error instanceof InvalidCredential) {
		throw new Refusal(`${error.field} in the credential: ${error.problem}`, error.remedy, {});
	}
	const said = error instanceof Error ? ` n8n says: ${error.message}` : '';
	throw new Refusal('The credential could not be read', `Open it and check its fields.${said}`, {});
}
