/** Logs and reports that an agent's events cannot be fetched, and that they are fetched again. */
import type { Exchange } from '../http/exchange';
import { isCredentialRefusal, judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import { pollEvents } from '../operations/pollEvents';
import { lostAtOnce } from '../session/sessionContext';
import { isWithin } from '../session/lruSet';
import type { Account } from '../values/settings';
import type { Subscriber, Subscribers } from './subscribers';
import {
	notWatchedLine,
	notWatchedReport,
	outageLine,
	outageReport,
	recoveryLine,
	unreadableLine,
} from './logMessages';
import { type FailureCause, ReconnectBackoff } from './reconnectBackoff';

/** Unreadable answers are logged at most once in this time, in ms. */
const UNREADABLE_MS = 60_000;

export class OutageReporter {
	private outage: ReconnectBackoff;

	/** Triggers to which the outage was reported. */
	private readonly informed = new Set<Subscriber>();

	/** Time of the last line about an unreadable answer, in ms since 1970. */
	private unreadableAt = -Infinity;

	constructor(
		private readonly agent: Pick<Account, 'agentId'>,
		private readonly subscribers: Subscribers,
		private readonly clock: { now: () => number; random: () => number },
	) {
		this.outage = new ReconnectBackoff(clock.now, clock.random);
	}

	/** Forgets everything that went wrong. */
	reset(): void {
		this.outage = new ReconnectBackoff(this.clock.now, this.clock.random);
		this.informed.clear();
	}

	forget(subscriber: Subscriber): void {
		this.informed.delete(subscriber);
	}

	/** Records an unexpected error. @returns the delay of the next poll, in ms */
	unforeseen(): number {
		return this.outage.recordFailure();
	}

	/** Records the loss of a session. @returns the delay of the next poll, in ms */
	lost(): number {
		const pause = this.outage.recordLoss();
		this.report(this.verdictOf(lostAtOnce(this.agent)), 'passing');
		return pause;
	}

	/** Records a failed poll or sign-in. @returns the delay of the next poll, in ms */
	failed(exchange: Exchange): number {
		const verdict = this.verdictOf(exchange);
		const pause = this.outage.recordFailure(verdict.retryAfter);
		const isRefused = exchange.type === 'noSession' && isCredentialRefusal(verdict);
		this.report(
			verdict,
			isRefused ? 'credential' : verdict.retry === 'never' ? 'final' : 'passing',
		);
		return pause;
	}

	/** Records a successful poll. */
	recordSuccess(): void {
		if (!this.outage.recordSuccess()) return;
		this.informed.clear();
		this.subscribers.logWarning(recoveryLine(this.agent.agentId));
	}

	/** Logs that an answer could not be read. */
	unreadable(): void {
		const now = this.clock.now();
		if (isWithin(this.unreadableAt, UNREADABLE_MS, now)) return;
		this.unreadableAt = now;
		this.subscribers.logWarning(unreadableLine(this.agent.agentId));
	}

	/** Logs and reports that the gateway does not monitor these agents. */
	notWatched(agentIds: readonly number[], verdict: Verdict): void {
		const { agentId } = this.agent;
		this.subscribers.logWarning(notWatchedLine(agentId, agentIds, verdict));
		for (const subscriber of this.subscribers.list()) {
			const some = subscriber.watched.filter((id) => agentIds.includes(id));
			if (some.length > 0) subscriber.report?.(notWatchedReport(agentId, some, verdict));
		}
	}

	private verdictOf(exchange: Exchange): Verdict {
		return judge(exchange, pollEvents(this.agent.agentId));
	}

	/** Logs an outage once, and reports it once to every trigger. */
	private report(verdict: Verdict, cause: FailureCause): void {
		const { agentId } = this.agent;
		if (this.outage.shouldLog(cause)) {
			this.informed.clear();
			this.subscribers.logWarning(outageLine(agentId, verdict));
		}
		if (!this.outage.isReported) return;
		for (const subscriber of this.subscribers.list()) {
			if (this.informed.has(subscriber)) continue;
			this.informed.add(subscriber);
			subscriber.report?.(outageReport(agentId, verdict, cause));
		}
	}
}
