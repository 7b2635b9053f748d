import type { Clock } from './clock';
import { newGuid } from './node';
import type { Switches } from './switches';

/** `forced`: by another sign-in; `inspector`: by an inspector; `test`: by `Simulator.signOut`. */
export type SessionEnd = 'logout' | 'idle' | 'forced' | 'inspector' | 'test';

/** A session that was opened by signing in, for tests to look at. */
export interface SessionRecord {
	readonly agentId: string;
	/** Milliseconds since 1970, by the simulator's clock. */
	readonly openedAt: number;
	/** True for a forced sign-in. */
	readonly forced: boolean;
	/** Undefined while the session lasts. */
	readonly endedAt?: number;
	readonly end?: SessionEnd;
}

/** A Guid and the moment it was issued, milliseconds since 1970. */
export interface IssuedGuid {
	readonly guid: string;
	readonly issuedAt: number;
	readonly session: Session;
}

/** What all sessions of a simulator have in common. */
export interface SessionHost {
	readonly clock: Clock;
	readonly switches: Readonly<Switches>;
	/** Every Guid that was ever issued. */
	readonly issued: Map<string, IssuedGuid>;
}

/** The circumstances in which a session begins. */
export interface SessionOrigin {
	agentId: string;
	vdn: number;
	/** A fixed Guid instead of a random one. */
	guid?: string;
	/**
	 * The agent works at a desk whose desktop keeps the session alive: the Guid stays, the session
	 * does not time out. Otherwise it was opened by signing in and lives by the timers.
	 */
	atDesk: boolean;
	forced: boolean;
	/** Events are pushed, not polled. */
	push: boolean;
	/** Nothing but signing out is allowed. */
	passwordDue: boolean;
}

/**
 * A session and its Guids. Sources: api-ccfs-cec, cec_07_0005 (Guids), devg-ccgw-cec, cec_05_4012 (time-outs).
 *
 * Nothing runs in the background: each access to a session first catches up with the clock. Guids that came and went
 * unseen in between are not made up.
 */
export class Session {
	readonly openedAt: number;
	private newest: IssuedGuid;
	/** The last sign of life. */
	private seenAt: number;
	private ending?: Pick<SessionRecord, 'endedAt' | 'end'>;

	constructor(
		private readonly origin: SessionOrigin,
		private readonly host: SessionHost,
	) {
		this.openedAt = host.clock.now();
		this.seenAt = this.openedAt;
		this.newest = this.issue(this.openedAt, origin.guid);
	}

	get agentId(): string {
		return this.origin.agentId;
	}

	/** The VDN of the session's agent. */
	get vdn(): number {
		return this.origin.vdn;
	}

	get push(): boolean {
		return this.origin.push;
	}

	get passwordDue(): boolean {
		return this.origin.passwordDue;
	}

	/** The newest Guid; after the end, the last one. */
	get guid(): string {
		this.catchUp();
		return this.newest.guid;
	}

	get isOpen(): boolean {
		this.catchUp();
		return this.ending === undefined;
	}

	get record(): SessionRecord {
		this.catchUp();
		const { agentId, forced } = this.origin;
		return { agentId, openedAt: this.openedAt, forced, ...this.ending };
	}

	/**
	 * Tests whether a Guid of this session is still valid: until it is `guidTimeout` old, so that during the overlap
	 * two of them are. The length of the overlap is a judgement.
	 */
	accepts({ issuedAt }: IssuedGuid): boolean {
		const { clock, switches } = this.host;
		if (!this.isOpen) return false;
		if (this.origin.atDesk || switches.authMode === 'static') return true;
		return clock.now() - issuedAt < switches.guidTimeout;
	}

	/** Issues a Guid outside the schedule. */
	renew(): string {
		this.newest = this.issue(this.host.clock.now());
		return this.newest.guid;
	}

	/** A sign of life. */
	recordActivity(): void {
		this.seenAt = this.host.clock.now();
	}

	/** Ends the session, unless it has ended already. */
	end(end: SessionEnd): void {
		this.catchUp();
		this.ending ??= { endedAt: this.host.clock.now(), end };
	}

	/** Issues the Guid that is due and signs out an agent who was silent for too long. */
	private catchUp(): void {
		if (this.origin.atDesk || this.ending) return;
		const { clock, switches } = this.host;
		const timesOutAt = this.seenAt + switches.idleTimeout;
		const until = Math.min(clock.now(), timesOutAt);
		if (switches.authMode === 'dynamic') this.rotate(until);
		if (until === timesOutAt) this.ending = { endedAt: timesOutAt, end: 'idle' };
	}

	/** Guids are issued every `guidInterval`, counted from sign-in. */
	private rotate(until: number): void {
		const { guidInterval } = this.host.switches;
		const rounds = Math.floor((until - this.openedAt) / guidInterval);
		const dueAt = this.openedAt + rounds * guidInterval;
		if (dueAt > this.newest.issuedAt) this.newest = this.issue(dueAt);
	}

	private issue(issuedAt: number, guid = newGuid()): IssuedGuid {
		const issued = { guid, issuedAt, session: this };
		this.host.issued.set(guid, issued);
		return issued;
	}
}
