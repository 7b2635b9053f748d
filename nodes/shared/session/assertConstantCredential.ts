/** Checks that the credential, which is read once per run, is the same for all items. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import {
	changeableFields,
	FIELD_LABELS,
	type FieldName,
} from '../../../gateway/values/credentialFields';
import { PreflightError } from '../read/preflightError';
import { readCredential } from './credential';
import type { RequestContext } from './requestContext';
import { storedCredential } from './storedCredential';

/**
 * An expression in the credential may yield another value for every item: one item's Guid would go to another item's
 * gateway. Where a field holds such an expression, all items are checked, which takes up to a millisecond each.
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

/** The remedy for a field that changes. */
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
