import type { AgentState } from './agentSetup';
import { queueEvent, type Receiver } from './events';
import type { Session } from './session';
import type { Switches } from './switches';

/** What an inspector is told of a monitored agent: the state it entered, or its sign-in or sign-out. */
export type MonitoredChange = AgentState | 'signedIn' | 'signedOut';

/**
 * The page about the event lists signing in and out only (api-ccfs-cec, cec_07_0541). The others are
 * those that Huawei's ICP Bridge (2018) counts; which of them stands for which state is a judgement.
 */
const SUBTYPES: Readonly<Record<MonitoredChange, string>> = {
	signedIn: 'QC_AgentState_Login',
	signedOut: 'QC_AgentState_Logout',
	busy: 'QC_AgentState_Busy',
	idle: 'QC_AgentState_Idle',
	wrapUp: 'QC_AgentState_Work',
	rest: 'QC_AgentState_Rest',
	talking: 'QC_AgentState_Active',
};

const isDocumented = (change: MonitoredChange): boolean =>
	change === 'signedIn' || change === 'signedOut';

/** Somebody who monitors agents. */
interface Inspector extends Receiver {
	readonly session: Session;
}

interface Watch {
	/** The session in which it began; with that it is over. */
	session: Session;
	switches: Readonly<Switches>;
}

/** Who monitors an agent. */
export type Watchers = Map<Inspector, Watch>;

/** Somebody who is monitored. */
interface Monitored {
	readonly id: string;
	readonly name: string;
	readonly watchers: Watchers;
}

/** From now on the inspector is told of the agent, until the inspector's session ends. */
export function watch(agent: Monitored, inspector: Inspector, switches: Readonly<Switches>): void {
	agent.watchers.set(inspector, { session: inspector.session, switches });
}

/** The inspector is not told of the agent any more. */
export function unwatch(agent: Monitored, inspector: Inspector): void {
	agent.watchers.delete(inspector);
}

/** Tells whoever monitors the agent. The fields and their order: api-ccfs-cec, cec_07_0541 (sample). */
export function notifyWatchers(agent: Monitored, change: MonitoredChange): void {
	for (const [inspector, { session, switches }] of agent.watchers) {
		if (inspector.session !== session || !session.isOpen) {
			agent.watchers.delete(inspector);
			continue;
		}
		if (switches.monitorEvents === 'documented' && !isDocumented(change)) continue;
		const content = {
			subtype: SUBTYPES[change],
			monitoredagent: agent.id,
			agentname: agent.name,
			mediaserver: 'CtiServer',
		};
		queueEvent(inspector, 'QC_AgentState_Notify', { ...content, jsonKey: Object.keys(content) });
	}
}
