/** That the credential, which is read once per run, holds the same for all items. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import {
	changeableFields,
	FIELD_LABELS,
	type FieldName,
} from '../../../gateway/values/credentialFields';
import { PreflightError } from '../read/preflightError';
import { CREDENTIAL, readCredential } from './credential';
import type { RequestContext } from './requestContext';

/**
 * An expression in the credential may yield something else for every item: one item's Guid would go to
 * another item's gateway. Where a field holds such an expression, all items are looked at, which takes
 * up to a millisecond each.
 * @throws {PreflightError} naming the field that changes
 */
export async function assertConstantCredential(
	{ context, signal }: RequestContext<IExecuteFunctions>,
	itemCount: number,
	first: ICredentialDataDecryptedObject,
): Promise<void> {
	if (itemCount < 2) return;
	const fields = changeableFields(first.authentication, await storedCredential(context));
	if (fields.length === 0) return;
	// A run that is cancelled sends nothing.
	for (let index = 1; index < itemCount && !signal?.aborted; index++) {
		const other = await readCredential(context, index);
		const changed = fields.find((field) => other[field] !== first[field]);
		if (changed === undefined) continue;
		throw new PreflightError(
			`The field '${FIELD_LABELS[changed]}' of the credential changes from item to item`,
			`The credential is read once per run. ${remedyForChange(changed, first)}`,
			{},
		);
	}
}

/** What to do about a field that changes. */
function remedyForChange(
	field: FieldName,
	{ authentication }: ICredentialDataDecryptedObject,
): string {
	const ofTheAgent = ['agentId', 'guid', 'password', 'phonenum'].includes(field);
	if (ofTheAgent && authentication === 'guid') {
		return "Choose the mode 'Guid per Item', name the item field that holds the Guid, and give the agent ID in the node.";
	}
	return `Use one credential per ${ofTheAgent ? 'agent' : 'gateway'}, each with fixed values.`;
}

/** What every context of n8n carries, though its interface for nodes does not name it. */
interface Inside {
	additionalData?: {
		credentialsHelper?: { getDecrypted?: (...args: unknown[]) => Promise<unknown> };
	};
}

/**
 * The credential as it is stored, with its expressions: n8n hands nodes their values only, and from
 * values nobody can tell. By n8n's own helper, which is the same in 1.123 and in 2.41.
 * @returns undefined where n8n is built another way
 */
async function storedCredential(
	context: IExecuteFunctions,
): Promise<ICredentialDataDecryptedObject | undefined> {
	const { additionalData } = context as Inside;
	const details = context.getNode().credentials?.[CREDENTIAL];
	try {
		const stored = await additionalData?.credentialsHelper?.getDecrypted?.(
			additionalData,
			details,
			CREDENTIAL,
			context.getMode(),
			{ node: context.getNode(), data: {}, source: null },
			true,
		);
		if (typeof stored !== 'object' || stored === null) return undefined;
		// Every credential has an address; without one this is something else.
		return 'gatewayUrl' in stored ? (stored as ICredentialDataDecryptedObject) : undefined;
	} catch {
		return undefined;
	}
}
