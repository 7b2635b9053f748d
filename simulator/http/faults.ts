import { operationOf, type OperationId } from '../operations';
import type { FaultEffect } from './faultKinds';
import type { RecordedRequest } from './requests';

/** The requests to which a fault applies; without any of these, all. */
export interface FaultScope {
	operation?: OperationId;
	/** The agent in the path. */
	agentId?: string;
	match?: (request: RecordedRequest) => boolean;
	/** Number of matching requests that are spared first. Default 0. */
	after?: number;
	/** 0 to 1, for each matching request. Default 1. */
	probability?: number;
	/** The largest number of times that the fault occurs. Default: no limit. */
	times?: number;
}

/** For `refuseConnections`, `operation`, `agentId` and `match` are ignored: it has no request yet. */
export type Fault = FaultEffect & FaultScope;

/** A fault that applies to a request, not to a connection. */
export type RequestFault = Exclude<Fault, { kind: 'refuseConnections' }>;

interface Plan {
	id: number;
	fault: Fault;
	matched: number;
	struck: number;
}

const appliesTo = ({ operation, agentId, match }: FaultScope, request: RecordedRequest): boolean =>
	(operation === undefined || operation === request.operation) &&
	(agentId === undefined || agentId === request.agentId) &&
	(match === undefined || match(request));

/** The planned faults. The first one that applies decides. */
export class Faults {
	private plans: Plan[] = [];
	private lastId = 0;

	/** @param random gives numbers from 0 up to but not including 1 */
	constructor(private readonly random: () => number) {}

	/** Returns an id for `remove`. Throws for an operation that does not exist. */
	add(fault: Fault): number {
		if (fault.operation !== undefined) operationOf(fault.operation);
		this.lastId += 1;
		this.plans.push({ id: this.lastId, fault, matched: 0, struck: 0 });
		return this.lastId;
	}

	remove(id: number): void {
		this.plans = this.plans.filter((plan) => plan.id !== id);
	}

	clear(): void {
		this.plans = [];
	}

	/** All planned faults, with the number of times that each has occurred. */
	planned(): ReadonlyArray<Readonly<Pick<Plan, 'id' | 'fault' | 'struck'>>> {
		return this.plans;
	}

	/** The fault that applies to this request; each call counts. */
	faultFor(request: RecordedRequest): RequestFault | undefined {
		for (const plan of this.plans) {
			const { fault } = plan;
			if (fault.kind === 'refuseConnections' || !appliesTo(fault, request)) continue;
			if (this.strikes(plan)) return fault;
		}
		return undefined;
	}

	/** Tests whether a new connection is refused; each call counts. */
	refusesConnection(): boolean {
		return this.plans.some((plan) => plan.fault.kind === 'refuseConnections' && this.strikes(plan));
	}

	private strikes(plan: Plan): boolean {
		const { after = 0, times = Infinity, probability = 1 } = plan.fault;
		plan.matched += 1;
		if (plan.matched <= after || plan.struck >= times) return false;
		if (probability < 1 && this.random() >= probability) return false;
		plan.struck += 1;
		return true;
	}
}
