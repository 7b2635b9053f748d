/** Whom a trigger watches beside its own agent. It lasts as long as a session: every new one begins anew. */
import { judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import type { EventSession } from './eventSession';
import { beginMonitor, MAX_MONITORED_PER_REQUEST } from '../operations/beginMonitor';
import { endMonitor } from '../operations/endMonitor';
import type { Session } from '../session/session';

/** How often it is tried in a session where nobody knows what became of it. */
const MAX_ATTEMPTS = 3;

/** Watching goes on this long, in ms, after no trigger wants it: a workflow may be in the act of being published. */
const UNWANTED_MS = 15_000;

/** Agents who are not watched, and why. */
export type RefusalHandler = (agentIds: readonly number[], verdict: Verdict) => void;

const inHundreds = (agentIds: readonly number[]): number[][] =>
	Array.from({ length: Math.ceil(agentIds.length / MAX_MONITORED_PER_REQUEST) }, (_, index) =>
		agentIds.slice(index * MAX_MONITORED_PER_REQUEST, (index + 1) * MAX_MONITORED_PER_REQUEST),
	);

export class AgentMonitor {
	/** When the session was opened that all this is about. */
	private openedAt: number | undefined;

	/** Whom the gateway watches, or has refused to. */
	private readonly settled = new Set<number>();

	/** Settled agents whom no trigger wants watched any more, with the time of that in ms since 1970. */
	private readonly unwanted = new Map<number, number>();

	/** How often it was tried without an answer. */
	private unanswered = 0;

	/** Agents of whom it was told that they are not watched. */
	private readonly reported = new Set<number>();

	private pending: Promise<void> = Promise.resolve();

	/** @param now in ms since 1970 */
	constructor(
		private readonly now: () => number,
		private readonly onRefusal: RefusalHandler,
	) {}

	/** Whatever was begun is over. */
	forget(): void {
		this.settled.clear();
		this.unwanted.clear();
		this.unanswered = 0;
	}

	/**
	 * Has the gateway watch those whom it does not watch yet in this session, and watch no more those who have not been
	 * in the list for a while.
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

	/** Has the gateway watch nobody any more in this session. */
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

	/** Whatever the answer: the gateway goes on to send what nobody listens to, at worst until the session ends. */
	private async endSome(
		events: EventSession,
		session: Session,
		agentIds: readonly number[],
	): Promise<void> {
		for (const agentId of agentIds) {
			this.unwanted.delete(agentId);
			this.settled.delete(agentId);
		}
		// Those who were refused are not watched.
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
