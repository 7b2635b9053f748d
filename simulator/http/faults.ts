import { operationOf, type OperationId } from '../operations';
import type { FaultEffect } from './faultKinds';
import type { RecordedRequest } from './requests';

/** Which requests a fault befalls; without any of these, all. */
export interface FaultScope {
	operation?: OperationId;
	/** The agent in the path. */
	agentId?: string;
	match?: (request: RecordedRequest) => boolean;
	/** How many matching requests are spared first. Default 0. */
	after?: number;
	/** 0 to 1, for each matching request. Default 1. */
	probability?: number;
	/** How often the fault strikes at most. Default: always. */
	times?: number;
}

/** For `refuseConnections`, `operation`, `agentId` and `match` are ignored: it has no request yet. */
export type Fault = FaultEffect & FaultScope;

/** A fault that befalls a request, not a connection. */
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

/** The faults that are planned. The first one that strikes decides. */
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

	/** All that are planned, with how often each has struck. */
	planned(): ReadonlyArray<Readonly<Pick<Plan, 'id' | 'fault' | 'struck'>>> {
		return this.plans;
	}

	/** The fault that befalls this request; asking counts. */
	strikeRequest(request: RecordedRequest): RequestFault | undefined {
		for (const plan of this.plans) {
			const { fault } = plan;
			if (fault.kind === 'refuseConnections' || !appliesTo(fault, request)) continue;
			if (this.strikes(plan)) return fault;
		}
		return undefined;
	}

	/** Whether a new connection is refused; asking counts. */
	strikeConnection(): boolean {
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
