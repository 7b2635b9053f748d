/** The gateway's side: a simulator with faults and a source of events. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
	type RecordedRequest,
	type Simulator,
	startSimulator,
	type QueuedEvent,
} from '../../../simulator';
import { signInCredential, PASSWORD } from '../../support/serviceAgents';
import { counted } from '../figures';
import { chance } from '../random';
import { FAULTS, makeTrouble } from '../site';
import type { PlannedMoment } from './plan';
import type { EventKey, HandedOut, Poll } from './records';

/** The service agent whose events start the workflow: an inspector, so that it may watch others. */
export const SERVICE_AGENT_ID = '31900';

/** The watched agents. */
export const WATCHED = Array.from({ length: 20 }, (_, index) => String(50_001 + index));

/** Guids change often, but a session outlives a poll without an answer. */
const TIMES = { guidInterval: 10_000, guidTimeout: 40_000, idleTimeout: 40_000 };

/** Fewer stalls, because a poll without an answer costs the trigger a quarter of a minute. */
const SHARES = { ...FAULTS, stall: 0.003 };

/** The key of an event, equal for the gateway's event and n8n's stored one. */
export function keyOf({ eventType, eventGenTime, content }: QueuedEvent): EventKey {
	const { number, monitoredagent, subtype } = content ?? {};
	return JSON.stringify([eventType, eventGenTime, number, monitoredagent, subtype]);
}

export class Site {
	private numbers = 0;
	forgotten = 0;

	private constructor(
		private readonly simulator: Simulator,
		private readonly seed: number,
	) {}

	static async open(seed: number): Promise<Site> {
		const simulator = await startSimulator({
			switches: { ...TIMES, eventGenTime: true },
			random: chance(seed, 'faults').next,
			agents: [
				{ id: SERVICE_AGENT_ID, signedIn: false, inspector: true, password: PASSWORD },
				...WATCHED.map((id) => ({ id })),
			],
		});
		return new Site(simulator, seed);
	}

	get credential() {
		return signInCredential(this.simulator, SERVICE_AGENT_ID, {
			guidLifetime: TIMES.guidTimeout / 1000,
		});
	}

	/** Starts the random faults. */
	makeTrouble(): void {
		makeTrouble(this.simulator.faults, SHARES);
	}

	/** Triggers all events as planned. */
	async happen(plan: readonly PlannedMoment[], log: (line: string) => void): Promise<void> {
		const begin = performance.now();
		const { one } = chance(this.seed, 'changes');
		for (const { after, kinds, changes, forgets } of plan) {
			await sleep(Math.max(0, begin + after - performance.now()));
			if (forgets) {
				log('the gateway forgets its sessions');
				this.forgotten++;
				this.simulator.signOut(SERVICE_AGENT_ID);
			}
			for (const kind of kinds) {
				this.numbers++;
				this.simulator.pushEvent(SERVICE_AGENT_ID, kind, { number: this.numbers });
			}
			for (let change = 0; change < changes; change++) {
				const id = one(WATCHED);
				if (this.simulator.agent(id).state === 'idle') this.simulator.rest(id);
				else this.simulator.idle(id);
			}
		}
		this.simulator.faults.clear();
	}

	/** Number of events to be fetched. */
	get waiting(): number {
		return this.simulator.agent(SERVICE_AGENT_ID).events.length;
	}

	private requests(...operations: string[]): RecordedRequest[] {
		return this.simulator.requests.filter(
			({ operation = '', agentId }) =>
				agentId === SERVICE_AGENT_ID && operations.includes(operation),
		);
	}

	/** True once the trigger has polled. */
	get isPolled(): boolean {
		return this.requests('getAgentEvent').some(({ carriedOut }) => carriedOut);
	}

	polls(): Poll[] {
		return this.requests('getAgentEvent').map((poll) => ({ at: poll.at, endedAt: endOf(poll) }));
	}

	handedOut(): HandedOut[] {
		return this.requests('getAgentEvent').flatMap((poll) => {
			const { event, fault, status } = poll;
			if (event === undefined) return [];
			return [
				{ key: keyOf(event), at: endOf(poll), arrived: fault === undefined && status === 200 },
			];
		});
	}

	/** The counted evidence. */
	counts() {
		const signIns = this.requests('login', 'forceLogin');
		const { requests } = this.simulator;
		return {
			forgotten: this.forgotten,
			signIns: {
				all: signIns.length,
				spoiled: signIns.filter(({ fault }) => fault !== undefined).length,
			},
			stalledPolls: this.requests('getAgentEvent').filter(({ fault }) => fault === 'stall').length,
			requests: counted(requests.map(({ operation = 'none' }) => operation)),
			faults: counted(requests.flatMap(({ fault }) => (fault === undefined ? [] : [fault]))),
		};
	}

	sessions() {
		return [...this.simulator.sessions];
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}

function endOf({ at, startedAt, endedAt }: RecordedRequest): number {
	return endedAt === undefined ? Infinity : at + endedAt - startedAt;
}
