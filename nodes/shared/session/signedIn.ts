import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { deskOf } from '../../../gateway/session/desks';
import { type NoSession, readNetworkError } from '../../../gateway/answer/exchange';
import { agentStatus } from '../../../gateway/operations/agentStatus';
import { SessionKeeper } from '../../../gateway/session/keeper';
import type { Account, Settings } from '../../../gateway/values/settings';
import { failureIn, SignInFailed } from '../../../gateway/session/signIn';
import { type Order, placeOrder } from '../../../gateway/session/orders';
import { asCredentials, CREDENTIAL, sessionCredentials } from './credential';
import type { RunSession } from './runSession';
import { exchange, post } from './wire';

/** How long a request may take that signs in or stores a session, in ms. */
const ORDER_TIMEOUT = 20_000;

/**
 * The session of a credential whose agent the package signs in. How n8n is made to open and store it
 * stands in `gateway/session/orders.ts`: it takes a request, here a harmless one.
 */
export function signedInSession(
	context: IExecuteFunctions,
	settings: Settings,
	account: Account,
	data: ICredentialDataDecryptedObject,
	timeout: number,
): RunSession & {
	/** What must not show in what users wrote: the cookies of a session may be plain words. */
	guids: () => string[];
	/** Resolves when what the run has learned about its session is stored. */
	settled: () => Promise<void>;
} {
	const { baseUrl } = settings.connection;
	const desk = deskOf(account);
	let readBefore = false;

	const carryOut = async (order: Order): Promise<void> => {
		const fields = { ...data, sessionToken: '' };
		placeOrder(fields, order);
		const credentials = asCredentials(context, fields);
		const request = agentStatus(account.agentId);
		await post(context, { request, baseUrl, credentials, timeout: ORDER_TIMEOUT });
	};

	const keeper = new SessionKeeper(account, desk, {
		send: async (request, { guid, cookies }, longer = timeout) =>
			await exchange(context, {
				request,
				baseUrl,
				credentials: sessionCredentials(context, settings, {
					guid,
					cookies,
					agentId: account.agentId,
				}),
				timeout: longer,
			}),
		readStored: async () => {
			// It was read a moment ago.
			const first = !readBefore;
			readBefore = true;
			if (first) return data.sessionToken;
			try {
				return (await context.getCredentials(CREDENTIAL)).sessionToken;
			} catch {
				return undefined;
			}
		},
		signIn: async (force) => {
			try {
				// Others may wait for the same sign-in: it goes on, but a cancelled run does not wait for it.
				await Promise.race([carryOut({ kind: 'signIn', force }), cancelled(context)]);
				return undefined;
			} catch (error) {
				return failureIn(error) ?? new SignInFailed('other', onTheWay(error, account));
			}
		},
		store: async (session) => {
			try {
				await carryOut({ kind: 'store', session });
			} catch {
				// The next execution opens a session of its own.
			}
		},
	});

	return {
		id: account.agentId,
		send: async (request, patience) => await keeper.send(request, patience),
		secrets: () => desk.secrets.all(),
		guids: () => desk.secrets.guids(),
		settled: async () => await keeper.settled(),
	};
}

/** Resolves when the run is cancelled. */
async function cancelled(context: IExecuteFunctions): Promise<void> {
	const signal = context.getExecutionCancelSignal();
	await new Promise<void>((resolve) => {
		if (signal?.aborted) resolve();
		signal?.addEventListener('abort', () => resolve(), { once: true });
	});
}

/** What went wrong outside the gateway, in n8n itself or on the network. */
function onTheWay(error: unknown, { agentId }: Account): NoSession {
	const exchanged = readNetworkError(error, false, ORDER_TIMEOUT);
	const { meaning, remedy } =
		exchanged.type === 'notSent' ? exchanged : { meaning: 'n8n could not do it', remedy: '' };
	return {
		type: 'noSession',
		outcome: 'notAttempted',
		again: true,
		meaning: `agent ${agentId} could not be signed in: ${meaning}`,
		remedy: `${remedy} Try again in a moment.`.trim(),
		retcode: null,
		message: null,
	};
}
