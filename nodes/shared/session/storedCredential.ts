/** The credential as n8n stores it. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CREDENTIAL } from './credential';
import type { NodeContext } from './requestContext';

/** A property of every context of n8n, missing from its interface for nodes. */
interface Inside {
	additionalData?: {
		credentialsHelper?: { getDecrypted?: (...args: unknown[]) => Promise<unknown> };
	};
}

/**
 * The credential as it is stored, with its expressions: n8n gives nodes their values only. Uses n8n's own helper, which
 * is the same in 1.123 and in 2.41.
 * @returns undefined where n8n is built another way
 */
export async function storedCredential(
	context: NodeContext,
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
