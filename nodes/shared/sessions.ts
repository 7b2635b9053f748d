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
	/** What must not show in anything that is told of an item. */
	secretsOf: (item: INodeExecutionData) => string[];
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
	// In the plainest form: n8n has every request read it again.
	const withGuid = (guid: string, agentId: string): ICredentialsDecrypted => ({
		id: id ?? '',
		name,
		type: CREDENTIAL,
		data: {
			gatewayUrl: settings.connection.baseUrl,
			authentication: 'guid',
			agentId,
			guid,
			trustedCa: settings.connection.trustedCa ?? '',
			ignoreTlsIssues: settings.connection.ignoreTlsIssues,
		},
	});

	const { authentication } = settings;
	if (authentication.mode === 'guid') {
		await checkSameForAll(context, itemCount, data);
		const { guid, agentId } = authentication;
		const session: Session = { guid, credentials: withGuid(guid, agentId) };
		return { settings, of: () => session, secretsOf: () => [session.guid] };
	}

	const { guidField } = authentication;
	return {
		settings,
		of: ({ json }, asked) => {
			try {
				const guid = parseGuid(json[guidField]);
				return { guid, credentials: withGuid(guid, asked.agentId) };
			} catch (error) {
				return refuseItem(guidField, error, asked);
			}
		},
		secretsOf: ({ json }) => readableGuid(json[guidField]),
	};
}

/** The Guid in a field, if it is one. */
function readableGuid(value: unknown): string[] {
	try {
		return [parseGuid(value)];
	} catch {
		return [];
	}
}

function refuseItem(guidField: string, error: unknown, asked: Asked): never {
	const { problem, remedy } =
		error instanceof InvalidValue ? error : { problem: 'it could not be read', remedy: '' };
	throw new Refusal(`Item field '${guidField}': ${problem}`, remedy, { ...asked });
}

/** The fields that say whose session it is, with the labels of the credential. */
const IDENTITY = { guid: 'Guid', agentId: 'Agent ID', gatewayUrl: 'Gateway URL' } as const;

/**
 * An expression in the credential may yield something else for every item, but it is read once. Looks
 * at the last item and one in the middle: reading takes time, and rows that differ mostly all do.
 */
async function checkSameForAll(
	context: IExecuteFunctions,
	itemCount: number,
	first: ICredentialDataDecryptedObject,
): Promise<void> {
	for (const index of new Set([itemCount - 1, Math.floor(itemCount / 2)])) {
		if (index === 0) continue;
		const other = await readCredential(context, index);
		for (const [field, label] of Object.entries(IDENTITY)) {
			if (other[field] === first[field]) continue;
			throw new Refusal(
				`The field '${label}' of the credential changes from item to item`,
				"In the mode 'Guid' the credential is read once per run. Choose the mode 'Guid per Item', name the item field that holds the Guid, and give the agent ID in the node.",
				{},
			);
		}
	}
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
