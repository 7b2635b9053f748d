import { jsonAnswer, plainAnswer, type Answer } from './answers';
import type { Clock } from './clock';
import type { Contract, ContractRequest, Route } from './contract';
import { operations, type OperationId } from './operations';
import { refused, type Outcome } from './operation';
import { admit } from './session';
import type { Agent, Site } from './state';
import type { Switches } from './switches';

/** Smallest agent id of all documents. */
const MIN_AGENT_ID = 101;

/** Largest agent id, by the documents' generation. */
const MAX_AGENT_ID: Readonly<Record<Switches['idRange'], number>> = {
	'2023': 59_999,
	'25.200': 999_999,
};

/** A request that leads to an operation. */
export type OperationRoute = Extract<Route, { operationId: OperationId }>;

/** The gateway: checks a request in the documented order, carries it out and words the answer. */
export class Gateway {
	constructor(
		private readonly contract: Contract,
		private readonly site: Site,
		private readonly switches: Switches,
		private readonly clock: Clock,
	) {}

	/** Verb, path and the range of the ids in the path. */
	route(method: string, path: string): Route {
		const route = this.contract.route(method, path);
		if (!('path' in route)) return route;
		// The gateway's paths are patterns: an id out of range never reaches the method (JS stubs, 2014).
		return Object.values(route.path).every((id) => this.isAgentId(id)) ? route : { status: 404 };
	}

	/** Everything behind the route: session, parameters, permission, state, deed. */
	answer(request: ContractRequest, route: Route): Answer {
		if (!('path' in route)) {
			return route.status === 404
				? plainAnswer(404, 'Not Found')
				: plainAnswer(405, 'Method Not Allowed', { Allow: route.allow });
		}
		const { outcome, owner } = this.judge(request, route);
		const accepted = outcome.retcode === '0';
		const renewed = accepted && owner && this.switches.setGuidOn === 'every';
		return jsonAnswer(
			operations[route.operationId].answer,
			outcome,
			accepted ? 200 : this.switches.refusalStatus,
			renewed ? { 'Set-GUID': `JSESSIONID=${owner.guid}` } : {},
		);
	}

	private judge(
		request: ContractRequest,
		{ operationId, path }: OperationRoute,
	): { outcome: Outcome; owner?: Agent } {
		const { site, switches, clock } = this;
		const admission = admit(path.agentid ?? '', request.headers, site, switches);
		if ('refusal' in admission) return { outcome: refused(admission.refusal) };
		const validation = this.contract.validate(request, operationId);
		if ('refusal' in validation) return { outcome: refused(validation.refusal) };
		const { agent, owner } = admission;
		const body: unknown = request.text === undefined ? undefined : JSON.parse(request.text);
		const call = { agent, path, query: validation.query, body, site, switches, clock };
		return { outcome: operations[operationId].carryOut(call), owner };
	}

	private isAgentId(text: string): boolean {
		if (!/^[1-9]\d{0,5}$/.test(text)) return false;
		const id = Number(text);
		return id >= MIN_AGENT_ID && id <= MAX_AGENT_ID[this.switches.idRange];
	}
}
