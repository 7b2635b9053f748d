import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InvalidValueError, problemOf, quote } from '../../../gateway/values/invalidValueError';
import { parseGuid, type Settings } from '../../../gateway/values/settings';
import { readCredential, settingsOf } from './credential';
import { PreflightError } from '../read/preflightError';
import type { OperationArguments } from '../read/operation';
import type { Options } from '../read/options';
import { givenGuidSession, type RunSession, signedInSession } from './runSession';
import { requestContextOf } from './requestContext';
import { assertConstantCredential } from './assertConstantCredential';

/** The credential of a run: read once, whatever the number of items. */
export interface Sessions {
	settings: Settings;
	/** The session of an item. @throws {PreflightError} if the item brings none along */
	of: (item: INodeExecutionData, args: OperationArguments) => RunSession;
	/** The secrets that must not show in any report of an item. */
	secretsOf: (item: INodeExecutionData) => string[];
	/** Notices about how the sessions were opened, in sentences. */
	hints: () => string[];
	/** Resolves when the run's new knowledge about its session is stored. */
	settled: () => Promise<void>;
}

/**
 * Reads the credential. Signs no agent in: that waits for the first request.
 * @throws {PreflightError} if it cannot be read, for a field that cannot be used, and for a Guid that changes from item
 *   to item although the credential is read once
 */
export async function openSessions(
	context: IExecuteFunctions,
	itemCount: number,
	{ timeout }: Options,
): Promise<Sessions> {
	const requestContext = requestContextOf(context);
	const data = await readCredential(context, 0);
	const settings = settingsOf(data);
	const { authentication } = settings;
	await assertConstantCredential(requestContext, itemCount, data);
	const given = { hints: () => [], settled: async () => {} };

	const guidSession = (guid: string, agentId: string): RunSession =>
		givenGuidSession(requestContext, settings, { guid, agentId }, timeout);

	if (authentication.mode === 'guidPerItem') {
		const { guidField } = authentication;
		return {
			settings,
			of: ({ json }, args) => {
				try {
					if (!Object.hasOwn(json, guidField))
						throw new InvalidValueError(...noGuidField(guidField));
					return guidSession(parseGuid(json[guidField]), args.agentId);
				} catch (error) {
					return refuseItem(guidField, error, args);
				}
			},
			secretsOf: ({ json }) => readableGuid(json[guidField]),
			...given,
		};
	}

	if (authentication.mode === 'guid') {
		const session = guidSession(authentication.guid, authentication.agentId);
		return { settings, of: () => session, secretsOf: session.secrets, ...given };
	}
	const { hints, settled, secretsInInput, ...session } = signedInSession({
		requestContext,
		settings,
		account: authentication,
		data,
		timeout,
	});
	return { settings, of: () => session, secretsOf: secretsInInput, hints, settled };
}

/** The Guid in a field, if it is one. */
function readableGuid(value: unknown): string[] {
	try {
		return [parseGuid(value)];
	} catch {
		return [];
	}
}

/** Problem and remedy of an item without the field that was to hold its Guid. */
const noGuidField = (guidField: string): [problem: string, remedy: string] => [
	'no Guid was given',
	`The item has no field ${quote(guidField)}. Is the agent signed in? A node before this one has to fetch the Guids, as in the example 'Session limits at shift change'.`,
];

function refuseItem(guidField: string, error: unknown, args: OperationArguments): never {
	const { problem, remedy } = problemOf(error, { problem: 'it could not be read', remedy: '' });
	throw new PreflightError(`Item field '${guidField}': ${problem}`, remedy, { ...args });
}
