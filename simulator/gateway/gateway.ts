import { STATUS_CODES } from 'node:http';
import { admit } from './admission';
import { jsonAnswer, plainAnswer, type Answer } from './answers';
import { mayQuery } from './queryLimit';
import type { Contract, ContractRequest, Route } from './contract';
import { guidHeaders } from '../site/node';
import { checkOperations, operationOf, type OperationId } from '../operations';
import { refused, refusedBy, type Operation, type Outcome } from '../operations/operation';
import type { Session } from '../site/session';
import type { Site } from '../site/site';
import type { Switches } from '../site/switches';

/** Smallest agent id of all documents. */
const MIN_AGENT_ID = 101;

/** Largest agent id, by the documents' generation. */
const MAX_AGENT_ID: Readonly<Record<Switches['idRange'], number>> = {
	'2023': 59_999,
	'25.200': 999_999,
	withGap: 999_999,
};

/** Tests for IDs that no agent has where the switch `idRange` is `withGap` (the monitoring pages, cec_07_0632). */
const isInGap = (id: number): boolean => id >= 60_000 && id <= 69_999;

/** Where the path leads to no operation, only faults give answers in JSON. */
const COMMON_KEYS = ['message', 'retcode', 'result'];

/** The names that paths use for agent ids. */
const AGENT_IDS = ['agentid', 'workNo', 'workno'];

/** A request that leads to an operation. */
export type OperationRoute = Extract<Route, { operationId: OperationId }>;

/** The body as it was sent, corrected where the operation tolerates more than its document allows. */
function tolerated(
	text: string | undefined,
	operation: Operation,
	switches: Readonly<Switches>,
): string | undefined {
	if (text === undefined || !operation.tolerate) return text;
	try {
		return JSON.stringify(operation.tolerate(JSON.parse(text), switches));
	} catch {
		return text;
	}
}

/** The gateway: checks a request in the documented order, performs it and words the answer. */
export class Gateway {
	/** Throws unless every operation of the contract is implemented, and no other. */
	constructor(
		private readonly contract: Contract,
		private readonly site: Site,
	) {
		checkOperations(contract.operationIds);
	}

	/** Checks verb, path and the range of the ids in the path. */
	route(method: string, path: string): Route {
		const route = this.contract.route(method, path);
		if (!('path' in route)) return route;
		// The gateway's paths are patterns: an id out of range never reaches the method (JS stubs, 2014).
		const ids = AGENT_IDS.map((name) => route.path[name]).filter((id) => id !== undefined);
		const unknown = operationOf(route.operationId).unknownHere?.(this.site.switches) === 404;
		return !unknown && ids.every((id) => this.isAgentId(id)) ? route : { status: 404 };
	}

	/**
	 * Performs everything after the route: session, parameters, permission, state, action.
	 * @param signal aborted when the client disconnects
	 */
	async answer(request: ContractRequest, route: Route, signal: AbortSignal): Promise<Answer> {
		if (!('path' in route)) {
			return route.status === 404
				? plainAnswer(404, 'Not Found')
				: plainAnswer(405, 'Method Not Allowed', { Allow: route.allow });
		}
		const operation = operationOf(route.operationId);
		const { outcome, session } = await this.judge(request, route, signal);
		if (outcome.httpStatus !== undefined) {
			return plainAnswer(outcome.httpStatus, STATUS_CODES[outcome.httpStatus] ?? '');
		}
		const { refusalStatus, refusalResult } = this.site.switches;
		const accepted = outcome.retcode === '0';
		const renewed = accepted && session && this.handsOut(session, operation, request.headers.guid);
		const keys = this.contract.answerKeys(route.operationId);
		return jsonAnswer(
			accepted || refusalResult !== 'none' ? keys : keys.filter((key) => key !== 'result'),
			accepted || refusalResult !== 'text' ? outcome : { ...outcome, result: '' },
			accepted ? 200 : refusalStatus,
			{ ...outcome.headers, ...(renewed && guidHeaders(session.guid, this.site.switches)) },
		);
	}

	/** The keys of the answers to a request, in order; those of most answers where the path leads nowhere. */
	answerKeys(route: Route): readonly string[] {
		return 'path' in route ? this.contract.answerKeys(route.operationId) : COMMON_KEYS;
	}

	/** Tests whether an accepted answer to this Guid carries the newest one of its session. */
	private handsOut(session: Session, { bringsGuid }: Operation, guid?: string): boolean {
		if (!session.isOpen) return false;
		if (this.site.switches.setGuidOn === 'every') return true;
		return bringsGuid === true && session.guid !== guid;
	}

	private async judge(
		request: ContractRequest,
		{ operationId, path }: OperationRoute,
		signal: AbortSignal,
	): Promise<{ outcome: Outcome; session?: Session }> {
		const { site } = this;
		const { switches, clock } = site;
		const operation = operationOf(operationId);
		if (operation.unknownHere?.(switches)) return { outcome: refused('000-002') };
		const admission = admit(path.agentid ?? '', request, operation, site);
		if ('refusal' in admission) return { outcome: refusedBy(admission.refusal, 401) };
		const { agent, session } = admission;
		if (switches.keepAliveBy === 'any') session?.recordActivity();
		if (operation.isQuery && session && !mayQuery(site.get(session.agentId), site)) {
			return { outcome: refusedBy(switches.queryRefusal, 429) };
		}
		const text = tolerated(request.text, operation, switches);
		const validation = this.contract.validate({ ...request, text }, operationId);
		if ('refusal' in validation) return { outcome: refused(validation.refusal) };
		const body: unknown = text === undefined ? undefined : JSON.parse(text);
		const call = { agent, path, query: validation.query, body, site, switches, clock, signal };
		return { outcome: await operation.carryOut(call), session };
	}

	private isAgentId(text: string): boolean {
		if (!/^[1-9]\d{0,5}$/.test(text)) return false;
		const id = Number(text);
		const { idRange } = this.site.switches;
		if (idRange === 'withGap' && isInGap(id)) return false;
		return id >= MIN_AGENT_ID && id <= MAX_AGENT_ID[idRange];
	}
}
