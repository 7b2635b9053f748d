/** Monitors other agents for a trigger. Monitoring ends with the session; every new session starts it again. */
import { judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import type { EventSession } from './eventSession';
import { beginMonitor, MAX_MONITORED_PER_REQUEST } from '../operations/beginMonitor';
import { endMonitor } from '../operations/endMonitor';
import type { Session } from '../session/session';

/** Attempts per session while the outcome is unknown. */
const MAX_ATTEMPTS = 3;

/** Delay before an agent that no trigger watches is no longer monitored, in ms: a workflow may be about to be published. */
const UNWANTED_MS = 15_000;

/** Receives the agents that are not monitored, and the reason. */
export type RefusalHandler = (agentIds: readonly number[], verdict: Verdict) => void;

const inHundreds = (agentIds: readonly number[]): number[][] =>
	Array.from({ length: Math.ceil(agentIds.length / MAX_MONITORED_PER_REQUEST) }, (_, index) =>
		agentIds.slice(index * MAX_MONITORED_PER_REQUEST, (index + 1) * MAX_MONITORED_PER_REQUEST),
	);

export class AgentMonitor {
	/** Sign-in time of the session that the state belongs to, in ms since 1970. */
	private openedAt: number | undefined;

	/** Agents that the gateway monitors, or has refused to monitor. */
	private readonly settled = new Set<number>();

	/** Settled agents that no trigger watches any more, and since when, in ms since 1970. */
	private readonly unwanted = new Map<number, number>();

	/** Attempts without an answer. */
	private unanswered = 0;

	/** Agents that were reported as not monitored. */
	private readonly reported = new Set<number>();

	private pending: Promise<void> = Promise.resolve();

	/** @param now in ms since 1970 */
	constructor(
		private readonly now: () => number,
		private readonly onRefusal: RefusalHandler,
	) {}

	/** Forgets all monitoring, because it has ended. */
	forget(): void {
		this.settled.clear();
		this.unwanted.clear();
		this.unanswered = 0;
	}

	/**
	 * Starts the monitoring of agents that the gateway does not monitor yet in this session, and ends that of agents that
	 * have not been in the list for a while.
	 */
	async update(
		events: EventSession,
		session: Session,
		agentIds: () => readonly number[],
	): Promise<void> {
		this.pending = this.pending.then(async () => {
			if (this.openedAt !== session.signedInAt) this.forget();
			this.openedAt = session.signedInAt;
			const wanted = new Set(agentIds());
			await this.endSome(events, session, this.longUnwanted(wanted));
			const missing = [...wanted].filter((agentId) => !this.settled.has(agentId));
			for (const some of inHundreds(missing)) {
				if (!(await this.startBatch(events, session, some))) return;
			}
		});
		await this.pending;
	}

	/** Ends all monitoring in this session. */
	async end(events: EventSession, session: Session): Promise<void> {
		this.pending = this.pending.then(async () => {
			if (this.openedAt !== session.signedInAt) return;
			await this.endSome(events, session, [...this.settled]);
		});
		await this.pending;
	}

	private longUnwanted(wanted: ReadonlySet<number>): number[] {
		const now = this.now();
		for (const agentId of this.settled) {
			if (wanted.has(agentId)) this.unwanted.delete(agentId);
			else if (!this.unwanted.has(agentId)) this.unwanted.set(agentId, now);
		}
		return [...this.unwanted].flatMap(([agentId, since]) =>
			now - since >= UNWANTED_MS ? [agentId] : [],
		);
	}

	/** Ignores the answer: at worst the gateway sends events that no trigger uses until the session ends. */
	private async endSome(
		events: EventSession,
		session: Session,
		agentIds: readonly number[],
	): Promise<void> {
		for (const agentId of agentIds) {
			this.unwanted.delete(agentId);
			this.settled.delete(agentId);
		}
		// Agents that the gateway refused are not monitored.
		const watched = agentIds.filter((agentId) => !this.reported.has(agentId));
		for (const some of inHundreds(watched)) {
			await events.send(endMonitor({ agentId: session.agentId, agentIds: some }), session);
		}
	}

	/** @returns whether the gateway has answered */
	private async startBatch(
		events: EventSession,
		session: Session,
		agentIds: readonly number[],
	): Promise<boolean> {
		const request = beginMonitor({ agentId: session.agentId, agentIds });
		const exchange = await events.send(request, session);
		const verdict = judge(exchange, request);
		if (verdict.outcome !== 'accepted') {
			if (await events.wasSessionLost(exchange, session, request)) return false;
			if (verdict.retry !== 'never' && ++this.unanswered < MAX_ATTEMPTS) return false;
			const unreported = agentIds.filter((agentId) => !this.reported.has(agentId));
			for (const agentId of unreported) this.reported.add(agentId);
			if (unreported.length > 0) this.onRefusal(unreported, verdict);
		} else {
			for (const agentId of agentIds) this.reported.delete(agentId);
		}
		for (const agentId of agentIds) this.settled.add(agentId);
		return true;
	}
}
