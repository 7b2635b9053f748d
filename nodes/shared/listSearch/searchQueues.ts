/** The dropdown of skill queues. */
import type {
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { readQueues } from '../../../gateway/answer/agents';
import { judge } from '../../../gateway/answer/judge';
import { listQueues } from '../../../gateway/operations/listQueues';
import { requestOptions } from '../../../gateway/operations/request';
import type { AnyRequest } from '../../../gateway/credential/connection';
import { exchangeWithin } from '../../../gateway/http/exchangeWithin';
import {
	type QueryRateLimiter,
	queryRateLimiterFor,
	type Permit,
} from '../../../gateway/http/queryRateLimiter';
import { readSettings } from '../../../gateway/values/settings';
import { labelOf, normalizeWord } from '../../../gateway/values/siteWords';
import { CREDENTIAL } from '../session/credential';
import { note } from './siteWordLists';

/** Timeout in ms: users look at an empty list for that time at most. */
const TIMEOUT_MS = 10_000;

/** Limit of the wait for a permit of the agent's query limit, in ms. */
const TURN_LIMIT_MS = 10_000;

/** Thrown when the wait for a permit exceeds its limit. */
class TurnLimitError extends Error {}

/** @throws {TurnLimitError} */
async function turnWithin(ms: number, limiter: QueryRateLimiter): Promise<Permit> {
	const startedAt = performance.now();
	const left = (): number => ms - (performance.now() - startedAt);
	const permit = await limiter.acquire({
		sleep: async (wanted) => await sleep(Math.min(wanted, Math.max(0, left()))),
		aborted: () => left() <= 0,
	});
	if (permit === undefined) throw new TurnLimitError();
	return permit;
}

/**
 * The answer to the query for the queues of the VDN, in the credential's own session. Where the package signs in by
 * itself and there is no session, n8n opens one as for a node (`gateway/credential/pendingAction.ts`): it takes over no
 * session, and a refused password is not tried again for a while.
 * @throws any failure on the way
 */
async function askForQueues(context: ILoadOptionsFunctions): Promise<unknown> {
	const { connection, authentication } = readSettings(await context.getCredentials(CREDENTIAL));
	if (authentication.mode === 'guidPerItem') return [];
	const { baseUrl } = connection;
	const request = listQueues(authentication.agentId);
	const permit = await turnWithin(TURN_LIMIT_MS, queryRateLimiterFor(baseUrl, request.agentId));
	try {
		const exchange = await exchangeWithin(TIMEOUT_MS, async (deadline) => {
			const options: AnyRequest = { ...requestOptions(baseUrl, request, TIMEOUT_MS), deadline };
			return (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				options,
			)) as IN8nHttpFullResponse;
		});
		const { outcome, result } = judge(exchange, request);
		return outcome === 'accepted' ? result : [];
	} finally {
		permit.release();
	}
}

/**
 * The queues with their IDs, as a list shows them; none without an answer, undefined without a permit. Never throws.
 */
async function labelledQueues(
	context: ILoadOptionsFunctions,
): Promise<Array<{ name: string; value: number }> | undefined> {
	try {
		return readQueues(await askForQueues(context)).flatMap(({ id, name }) =>
			id === null ? [] : [{ name: labelOf(id, name ?? 'Queue'), value: id }],
		);
	} catch (error) {
		return error instanceof TurnLimitError ? undefined : [];
	}
}

const TOO_MANY_QUERIES = 'Many queries are waiting: open the list again later';

/**
 * All queues, for a field that takes several. Never throws. Where other queries of the agent keep all permits, an entry
 * that chooses nothing says so.
 */
export async function loadQueues(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await labelledQueues(this)) ?? note(TOO_MANY_QUERIES).results;
}

/** The queues with a name or ID that holds the typed text; otherwise as {@link loadQueues}. */
export async function searchQueues(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = normalizeWord(filter);
	const queues = await labelledQueues(this);
	return queues
		? { results: queues.filter(({ name }) => normalizeWord(name).includes(wanted)) }
		: note(TOO_MANY_QUERIES);
}
