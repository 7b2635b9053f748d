import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InvalidValueError, problemOf, quote } from '../../../gateway/values/invalidValueError';
import { parseGuid, type Settings } from '../../../gateway/values/settings';
import { readCredential, sessionCredentials, settingsOf } from './credential';
import { PreflightError } from '../read/preflightError';
import type { OperationArguments } from '../read/operation';
import type { Options } from '../read/options';
import type { RunSession } from './runSession';
import { signedInSession } from './signedInSession';
import { requestContextOf } from './requestContext';
import { assertConstantCredential } from './assertConstantCredential';
import { sendRateLimited } from './transport';

/** The credential of a run: read once, whatever the number of items. */
export interface Sessions {
	settings: Settings;
	/** The session of an item. @throws {PreflightError} if the item brings none along */
	of: (item: INodeExecutionData, args: OperationArguments) => RunSession;
	/** What must not show in anything that is told of an item. */
	secretsOf: (item: INodeExecutionData) => string[];
	/** What is to be known of how the sessions were opened, in sentences. */
	hints: () => string[];
	/** Resolves when what the run has learned about its session is stored. */
	settled: () => Promise<void>;
}

/**
 * Reads the credential. Signs nobody in: that waits for the first request.
 * @throws {PreflightError} if it cannot be read, for a field that cannot be used, and for a Guid that changes from
 *   item to item although the credential is read once
 */
export async function openSessions(
	context: IExecuteFunctions,
	itemCount: number,
	{ timeout }: Options,
): Promise<Sessions> {
	const requestContext = requestContextOf(context);
	const data = await readCredential(context, 0);
	const settings = settingsOf(data);
	const { baseUrl } = settings.connection;
	const { authentication } = settings;
	await assertConstantCredential(requestContext, itemCount, data);
	const given = { hints: () => [], settled: async () => {} };

	const plainSession = (guid: string, agentId: string): RunSession => {
		const credentials = sessionCredentials(context, settings, { guid, agentId });
		return {
			id: guid,
			send: async (request) =>
				await sendRateLimited(requestContext, { request, baseUrl, credentials, timeout }),
			secrets: () => [guid],
		};
	};

	if (authentication.mode === 'guidPerItem') {
		const { guidField } = authentication;
		return {
			settings,
			of: ({ json }, args) => {
				try {
					if (!Object.hasOwn(json, guidField))
						throw new InvalidValueError(...noGuidField(guidField));
					return plainSession(parseGuid(json[guidField]), args.agentId);
				} catch (error) {
					return refuseItem(guidField, error, args);
				}
			},
			secretsOf: ({ json }) => readableGuid(json[guidField]),
			...given,
		};
	}

	if (authentication.mode === 'guid') {
		const session = plainSession(authentication.guid, authentication.agentId);
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
	`The item has no field ${quote(guidField)}. Is the agent signed in? Check the node that fetches the Guids.`,
];

function refuseItem(guidField: string, error: unknown, args: OperationArguments): never {
	const { problem, remedy } = problemOf(error, { problem: 'it could not be read', remedy: '' });
	throw new PreflightError(`Item field '${guidField}': ${problem}`, remedy, { ...args });
}
