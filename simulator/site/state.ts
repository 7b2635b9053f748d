import { EventEmitter } from 'node:events';
import type { AgentState, CompleteSetup } from './agentSetup';
import type { Session, SessionEnd } from './session';

/** A note as its receiver finds it. `at`: milliseconds since 1970, by the simulator's clock. */
export interface Note {
	readonly from: string;
	readonly content: string;
	readonly at: number;
}

/** An event as polling delivers it (api-cec, cec_07_1274). */
export interface GatewayEvent {
	/** A name, such as `AgentOther_Note`. */
	eventType: string;
	/** The agent whose event it is. */
	workNo: string;
	content: Record<string, unknown> | null;
}

/** What is settled about an agent from the start. */
type Identity = Readonly<
	Pick<
		CompleteSetup,
		'id' | 'vdn' | 'inspector' | 'password' | 'passwordExpired' | 'forceChange' | 'forceable'
	> & { mediaTypes: ReadonlySet<string> }
>;

/** What the rules of the operations change about an agent. */
export interface Condition {
	state: AgentState;
	/** 200-250, or 0 for none. While `preBusy`, the reason that is booked. */
	busyReason: number;
	/** Busy is booked: it begins when the call or the wrap-up ends. */
	preBusy: boolean;
	/** 0-65534, or `NO_CUSTOM_STATE`. */
	customState: number;
	/** Maximum number of sessions, 1-60, by media type; only what was set. */
	sessionLimits: Record<string, number>;
	inbox: Note[];
	/** Oldest first. */
	events: GatewayEvent[];
	/** As an inspector: the agent barged in on. */
	insertedInto?: string;
	/** How often in a row a wrong password was given. */
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
	/** Emits `news` when an event was queued or the session ended. */
	readonly bell: EventEmitter;
}

/** A live, read-only look at an agent. */
export type AgentView = Readonly<
	Omit<Agent, 'sessionLimits' | 'inbox' | 'events' | 'session' | 'bell' | 'signIn'>
> & {
	readonly sessionLimits: Readonly<Record<string, number>>;
	readonly inbox: readonly Note[];
	readonly events: readonly GatewayEvent[];
};

/** What `querycustomstate` answers while none is set: one past the range (cec_07_1229). */
export const NO_CUSTOM_STATE = 65535;

export const startingCondition = ({ state }: CompleteSetup): Condition => ({
	state,
	busyReason: 0,
	preBusy: false,
	customState: NO_CUSTOM_STATE,
	sessionLimits: {},
	inbox: [],
	events: [],
	insertedInto: undefined,
	wrongPasswords: 0,
	signIn: undefined,
});

export const agentFrom = (setup: CompleteSetup, session: Session): Agent => ({
	id: setup.id,
	vdn: setup.vdn,
	inspector: setup.inspector,
	mediaTypes: new Set(setup.mediaTypes),
	password: setup.password,
	passwordExpired: setup.passwordExpired,
	forceChange: setup.forceChange,
	forceable: setup.forceable,
	...startingCondition(setup),
	session,
	get guid() {
		return this.session.guid;
	},
	get signedIn() {
		return this.session.isOpen;
	},
	bell: new EventEmitter(),
});

/** Puts an event at the end of the agent's queue. */
export function queueEvent(
	agent: Agent,
	eventType: string,
	content: GatewayEvent['content'] = null,
): void {
	agent.events.push({ eventType, workNo: agent.id, content });
	agent.bell.emit('news');
}

/** Ends the agent's session, if one is open. */
export function endSession(agent: Agent, end: SessionEnd): void {
	agent.session.end(end);
	agent.bell.emit('news');
}

/** Makes the agent busy now, for its `busyReason`. */
export function becomeBusy(agent: Agent): void {
	agent.state = 'busy';
	agent.preBusy = false;
	queueEvent(agent, 'AgentState_SetNotReady_Success', { reason: String(agent.busyReason) });
}

/** The agent's call or wrap-up is over: busy if that was booked, otherwise idle. */
export function endCall(agent: Agent): void {
	agent.insertedInto = undefined;
	if (agent.preBusy) becomeBusy(agent);
	else agent.state = 'idle';
}
