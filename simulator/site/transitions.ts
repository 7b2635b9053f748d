import type { AgentState } from './agentSetup';
import { queueEvent } from './events';
import { notifyWatchers } from './monitoring';
import type { Agent } from './state';

/** Calls `notify` after a while, unless the agent's state changes or its session ends before. */
function setTimer(agent: Agent, ms: number, notify: () => void): void {
	const timer = new AbortController();
	agent.timer = timer;
	void agent.clock.sleep(ms, timer.signal).then(() => {
		if (!timer.signal.aborted && agent.signedIn) notify();
	});
}

/** Puts an agent into a state from now on. A rest is over; what is booked stays booked. */
export function enter(agent: Agent, state: AgentState): void {
	agent.timer?.abort();
	agent.restEndsAt = undefined;
	agent.state = state;
	agent.stateSince = agent.clock.now();
	notifyWatchers(agent, state);
}

/** Tests whether busy and rest can only be booked: in a call, and while writing one up. */
const isOccupied = ({ state }: Agent): boolean => state === 'talking' || state === 'wrapUp';

/** Makes the agent busy now, for its `busyReason`. */
function becomeBusy(agent: Agent): void {
	enter(agent, 'busy');
	agent.preBusy = false;
	queueEvent(agent, 'AgentState_SetNotReady_Success', { reason: String(agent.busyReason) });
}

/** Sets the agent busy, or books it. Cancels a booked rest. */
export function setBusy(agent: Agent, reason: number): void {
	agent.busyReason = reason;
	agent.preRest = false;
	if (isOccupied(agent)) {
		agent.preBusy = true;
		return;
	}
	becomeBusy(agent);
}

/**
 * Begins the booked rest. When its time is used up the agent is reminded, and rests on. The page of the event knows of
 * no content, its sample has a reason, which is followed (api-ccfs-cec, cec_07_1348); that it is the rest's is a
 * judgement.
 */
function beginRest(agent: Agent): void {
	enter(agent, 'rest');
	agent.preRest = false;
	const ms = agent.restSeconds * 1000;
	agent.restEndsAt = agent.stateSince + ms;
	queueEvent(agent, 'AgentState_SetRest_Success', { reason: String(agent.restCause) });
	setTimer(agent, ms, () => queueEvent(agent, 'AgentState_Rest_Timeout'));
}

/**
 * Sends the agent to rest, or books it. Cancels a booked busy state.
 * @param delay milliseconds until a rest begins that could begin at once
 */
export function setRest(
	agent: Agent,
	{ seconds, cause }: { seconds: number; cause: number },
	delay: number,
): void {
	agent.restSeconds = seconds;
	agent.restCause = cause;
	agent.preBusy = false;
	agent.preRest = true;
	if (isOccupied(agent)) return;
	if (delay === 0) {
		beginRest(agent);
		return;
	}
	agent.timer?.abort();
	setTimer(agent, delay, () => beginRest(agent));
}

/** The events for the end of a state. That there is one at the end of a rest by "idle" is a judgement. */
const ENDS: Readonly<Partial<Record<AgentState, string>>> = {
	busy: 'AgentState_CancelNotReady_Success',
	wrapUp: 'AgentState_CancelWork_Success',
	rest: 'AgentState_CancelRest_Success',
};

/** Makes the agent idle and cancels everything booked. */
export function becomeIdle(agent: Agent): void {
	const end = ENDS[agent.state];
	if (end) queueEvent(agent, end);
	agent.preBusy = false;
	agent.preRest = false;
	if (agent.state === 'idle') agent.timer?.abort();
	else enter(agent, 'idle');
}

/** The events for the beginning of a state after a call (api-ccfs-cec, cec_07_1344 and 1345). */
const BEGINNINGS: Readonly<Partial<Record<AgentState, string>>> = {
	idle: 'AgentState_Ready',
	wrapUp: 'AgentState_Work',
};

/**
 * Ends the agent's call or wrap-up: busy or at rest if that was booked, otherwise `next`. During wrap-up, a booked
 * state stays booked.
 */
export function endCall(agent: Agent, next: AgentState = 'idle'): void {
	agent.insertedInto = undefined;
	agent.beforeInsert = undefined;
	if (agent.preBusy && next !== 'wrapUp') becomeBusy(agent);
	else if (agent.preRest && next !== 'wrapUp') beginRest(agent);
	else {
		const eventType = agent.state === 'wrapUp' ? ENDS.wrapUp : BEGINNINGS[next];
		enter(agent, next);
		if (eventType) queueEvent(agent, eventType);
	}
}
