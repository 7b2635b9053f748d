import type { AgentState } from './agentSetup';
import { queueEvent, type Receiver } from './events';
import type { Session } from './session';
import type { Switches } from './switches';

/** A change of a monitored agent that an inspector receives: the state it entered, or its sign-in or sign-out. */
export type MonitoredChange = AgentState | 'signedIn' | 'signedOut';

/**
 * The page about the event lists signing in and out only (api-ccfs-cec, cec_07_0541). The others are those that
 * Huawei's ICP Bridge (2018) counts; the state that each of them stands for is a judgement.
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

/** An agent that monitors others. */
interface Inspector extends Receiver {
	readonly session: Session;
}

interface Watch {
	/** The session in which it began; it ends with that session. */
	session: Session;
	switches: Readonly<Switches>;
	/** By `beginmonitor`: every change, as the switch `monitorEvents` says. */
	monitored: boolean;
	/** By `listenStatus` at sign-in: signing in and out. */
	listening: boolean;
}

/** The inspectors that monitor an agent, with what each receives. */
export type Watchers = Map<Inspector, Watch>;

/** An agent that is monitored. */
interface Monitored {
	readonly id: string;
	readonly name: string;
	readonly watchers: Watchers;
}

/** Tests whether the inspector listens to the agent's sign-ins in its present session. */
function isListening(agent: Monitored, inspector: Inspector): boolean {
	const known = agent.watchers.get(inspector);
	return known?.session === inspector.session && known.listening;
}

/** From now on the inspector receives the agent's changes, until the inspector's session ends. */
export function watch(agent: Monitored, inspector: Inspector, switches: Readonly<Switches>): void {
	const listening = isListening(agent, inspector);
	agent.watchers.set(inspector, {
		session: inspector.session,
		switches,
		monitored: true,
		listening,
	});
}

/** From now on the inspector gets the agent's sign-ins and sign-outs, until the inspector's session ends. */
export function listen(agent: Monitored, inspector: Inspector, switches: Readonly<Switches>): void {
	const { session } = inspector;
	agent.watchers.set(inspector, { session, switches, monitored: false, listening: true });
}

/** Ends the monitoring of an agent; its sign-ins still go to inspectors who listen for them. */
export function unwatch(
	agent: Monitored,
	inspector: Inspector,
	switches: Readonly<Switches>,
): void {
	const listening = isListening(agent, inspector);
	agent.watchers.delete(inspector);
	if (listening) listen(agent, inspector, switches);
}

/** The IDs of the inspectors who monitor the agent, in ascending order. */
export const watchersOf = ({ watchers }: Monitored): string[] =>
	[...watchers]
		.filter(
			([inspector, { session, monitored }]) =>
				monitored && inspector.session === session && session.isOpen,
		)
		.map(([inspector]) => inspector.id)
		.sort();

/** Notifies the inspectors that monitor the agent. The fields and their order: api-ccfs-cec, cec_07_0541 (sample). */
export function notifyWatchers(agent: Monitored, change: MonitoredChange): void {
	for (const [inspector, { session, switches, monitored }] of agent.watchers) {
		if (inspector.session !== session || !session.isOpen) {
			agent.watchers.delete(inspector);
			continue;
		}
		const all = monitored && switches.monitorEvents === 'all';
		if (!all && !isDocumented(change)) continue;
		const content = {
			subtype: SUBTYPES[change],
			monitoredagent: agent.id,
			agentname: agent.name,
			mediaserver: 'CtiServer',
		};
		queueEvent(inspector, 'QC_AgentState_Notify', { ...content, jsonKey: Object.keys(content) });
	}
}
