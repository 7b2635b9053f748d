/** Whom a trigger watches beside its own agent. It lasts as long as a session: every new one begins anew. */
import { judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import type { EventSession } from './eventSession';
import { beginMonitor, MAX_MONITORED_PER_REQUEST } from '../operations/beginMonitor';
import type { Session } from '../session/session';

/** How often it is tried in a session where nobody knows what became of it. */
const MAX_ATTEMPTS = 3;

/** Agents who are not watched, and why. */
export type RefusalHandler = (agentIds: readonly number[], verdict: Verdict) => void;

export class AgentMonitor {
	/** When the session was opened that all this is about. */
	private openedAt: number | undefined;

	/** Whom the gateway watches, or has refused to. */
	private readonly settled = new Set<number>();

	/** How often it was tried without an answer. */
	private unanswered = 0;

	/** Agents of whom it was told that they are not watched. */
	private readonly reported = new Set<number>();

	private pending: Promise<void> = Promise.resolve();

	constructor(private readonly onRefusal: RefusalHandler) {}

	/** Whatever was begun is over. */
	forget(): void {
		this.settled.clear();
		this.unanswered = 0;
	}

	/** Has the gateway watch those whom it does not watch yet in this session. */
	async start(
		events: EventSession,
		session: Session,
		agentIds: () => readonly number[],
	): Promise<void> {
		this.pending = this.pending.then(async () => {
			if (this.openedAt !== session.signedInAt) this.forget();
			this.openedAt = session.signedInAt;
			const missing = agentIds().filter((agentId) => !this.settled.has(agentId));
			for (let at = 0; at < missing.length; at += MAX_MONITORED_PER_REQUEST) {
				const some = missing.slice(at, at + MAX_MONITORED_PER_REQUEST);
				if (!(await this.startBatch(events, session, some))) return;
			}
		});
		await this.pending;
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
		}
		for (const agentId of agentIds) this.settled.add(agentId);
		return true;
	}
}
