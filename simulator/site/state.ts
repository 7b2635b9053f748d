import { EventEmitter } from 'node:events';
import type { AgentState, CompleteSetup, SkillQueue } from './agentSetup';
import type { Clock } from './clock';
import { queueEvent, type GatewayEvent } from './events';
import { notifyWatchers, type Watchers } from './monitoring';
import type { Session, SessionEnd } from './session';

/** A note as its receiver finds it. `at`: milliseconds since 1970, by the simulator's clock. */
export interface Note {
	readonly from: string;
	readonly content: string;
	readonly at: number;
}

/** The data of an agent that never change. */
type Identity = Readonly<
	Pick<
		CompleteSetup,
		| 'id'
		| 'vdn'
		| 'name'
		| 'queues'
		| 'takesCalls'
		| 'inspector'
		| 'password'
		| 'passwordExpired'
		| 'forceChange'
		| 'forceable'
	> & { mediaTypes: ReadonlySet<string> }
>;

/** The data of an agent that operations change. */
export interface Condition {
	state: AgentState;
	/** When the state began, milliseconds since 1970. */
	stateSince: number;
	/** 200-250, 3 for by an inspector, or 0 for none. While `preBusy`, the reason that is booked. */
	busyReason: number;
	/** Busy is booked: it begins when the call or the wrap-up ends. */
	preBusy: boolean;
	/** 1-255, or 0 for none. While `preRest`, the reason that is booked. */
	restCause: number;
	/** 1-86399. While `preRest`, the length that is booked. */
	restSeconds: number;
	/** When the rest's time is used up, milliseconds since 1970; the rest itself goes on. */
	restEndsAt?: number;
	/** Rest is booked: it begins when the call or the wrap-up ends, or after the switch `restDelay`. */
	preRest: boolean;
	/** Cancels the pending end of a rest's time, or its delayed beginning. */
	timer?: AbortController;
	/** The skill queues that it is signed in to; its configured ones from each sign-in on. */
	activeQueues: readonly SkillQueue[];
	/** The phone of the latest sign-in. */
	phone: string;
	/** 0-65534, or `NO_CUSTOM_STATE`. */
	customState: number;
	/** Maximum number of sessions, 1-60, by media type; only what was set. */
	sessionLimits: Record<string, number>;
	inbox: Note[];
	/** Oldest first. */
	events: GatewayEvent[];
	/** The inspectors that receive this agent's changes. */
	watchers: Watchers;
	/** As an inspector: the agent barged in on. */
	insertedInto?: string;
	/** Before an inspector barged in: the state to go back to, unless the agent was in a call. */
	beforeInsert?: AgentState;
	/** Times of the agent's recent queries, milliseconds since 1970. */
	queriesAt: number[];
	/** The number of wrong passwords in a row. */
	wrongPasswords: number;
	/** The sign-in that is running. */
	signIn?: symbol;
}

/** An agent of the simulated site. */
export interface Agent extends Identity, Condition {
	/** The latest session, be it over. */
	session: Session;
	/** The newest Guid of the latest session. */
	readonly guid: string;
	/** By the clock. */
	readonly signedIn: boolean;
	/** Emits `change` when an event was queued or the session ended. */
	readonly emitter: EventEmitter;
	readonly clock: Clock;
}

/** A live, read-only view of an agent. */
export type AgentView = Readonly<
	Omit<
		Agent,
		| 'sessionLimits'
		| 'inbox'
		| 'events'
		| 'watchers'
		| 'session'
		| 'emitter'
		| 'clock'
		| 'timer'
		| 'queriesAt'
		| 'signIn'
	>
> & {
	readonly sessionLimits: Readonly<Record<string, number>>;
	readonly inbox: readonly Note[];
	readonly events: readonly GatewayEvent[];
};

/** The answer of `querycustomstate` while none is set: one past the range (cec_07_1229). */
export const NO_CUSTOM_STATE = 65535;

export const startingCondition = (
	{ id, state, queues }: CompleteSetup,
	now: number,
): Condition => ({
	state,
	stateSince: now,
	busyReason: 0,
	preBusy: false,
	restCause: 0,
	restSeconds: 0,
	restEndsAt: undefined,
	preRest: false,
	timer: undefined,
	activeQueues: queues,
	phone: `8${id}`,
	customState: NO_CUSTOM_STATE,
	sessionLimits: {},
	inbox: [],
	events: [],
	watchers: new Map(),
	insertedInto: undefined,
	beforeInsert: undefined,
	queriesAt: [],
	wrongPasswords: 0,
	signIn: undefined,
});

export const agentFrom = (setup: CompleteSetup, session: Session, clock: Clock): Agent => ({
	id: setup.id,
	vdn: setup.vdn,
	name: setup.name,
	queues: setup.queues,
	takesCalls: setup.takesCalls,
	inspector: setup.inspector,
	mediaTypes: new Set(setup.mediaTypes),
	password: setup.password,
	passwordExpired: setup.passwordExpired,
	forceChange: setup.forceChange,
	forceable: setup.forceable,
	...startingCondition(setup, clock.now()),
	session,
	get guid() {
		return this.session.guid;
	},
	get signedIn() {
		return this.session.isOpen;
	},
	emitter: new EventEmitter(),
	clock,
});

/**
 * Ends the agent's session, if one is open, with the event of signing out (api-ccfs-cec, cec_07_0552
 * and 1402; that it also comes at a sign-out from elsewhere is a judgement).
 */
export function endSession(agent: Agent, end: SessionEnd): void {
	if (agent.signedIn) {
		const loginTime = String(agent.session.openedAt);
		queueEvent(agent, 'AgentOther_ShutdownService', { loginTime });
		notifyWatchers(agent, 'signedOut');
	}
	agent.session.end(end);
	agent.timer?.abort();
	agent.emitter.emit('change');
}
