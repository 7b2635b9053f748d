import { randomUUID } from 'node:crypto';

/** What an agent is doing. `wrapUp`: after a call, writing it up. */
export type AgentState = 'idle' | 'busy' | 'wrapUp' | 'talking' | 'rest';

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

/** How an agent starts out. */
export interface AgentSetup {
	/** Digits, such as `'31001'`. */
	id: string;
	/** Default: a random UUID with the node's suffix `.AgentGateway1`. */
	guid?: string;
	/** Default 1. */
	vdn?: number;
	/** Default true. */
	signedIn?: boolean;
	/** Default `idle`. */
	state?: AgentState;
	/** Whether the agent has the inspection right. Default false. */
	inspector?: boolean;
	/** Media types of the skill queues the agent is signed in to. Default: all ten. */
	mediaTypes?: string[];
}

/** An agent of the simulated site, as the rules of the operations change it. */
export interface Agent {
	readonly id: string;
	readonly guid: string;
	readonly vdn: number;
	readonly inspector: boolean;
	readonly mediaTypes: ReadonlySet<string>;
	signedIn: boolean;
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
}

/** A live, read-only look at an agent. */
export type AgentView = Readonly<Omit<Agent, 'sessionLimits' | 'inbox' | 'events'>> & {
	readonly sessionLimits: Readonly<Record<string, number>>;
	readonly inbox: readonly Note[];
	readonly events: readonly GatewayEvent[];
};

/** What `querycustomstate` answers while none is set: one past the range (cec_07_1229). */
export const NO_CUSTOM_STATE = 65535;

/** "Agent Session Quantity Configuration", lines 103-112. */
const ALL_MEDIA_TYPES = ['1', '2', '4', '5', '15', '16', '17', '19', '51', '53'];

type FixedSetup = Required<AgentSetup>;

/** The setup with nothing left open: a random Guid, once chosen, survives a reset. */
const completeSetup = ({
	id,
	guid = `${randomUUID()}.AgentGateway1`,
	vdn = 1,
	signedIn = true,
	state = 'idle',
	inspector = false,
	mediaTypes = ALL_MEDIA_TYPES,
}: AgentSetup): FixedSetup => ({ id, guid, vdn, signedIn, state, inspector, mediaTypes });

const agentFrom = ({ mediaTypes, ...setup }: FixedSetup): Agent => ({
	...setup,
	mediaTypes: new Set(mediaTypes),
	busyReason: 0,
	preBusy: false,
	customState: NO_CUSTOM_STATE,
	sessionLimits: {},
	inbox: [],
	events: [],
	insertedInto: undefined,
});

/** Puts an event at the end of the agent's queue. */
export function queueEvent(
	agent: Agent,
	eventType: string,
	content: GatewayEvent['content'] = null,
): void {
	agent.events.push({ eventType, workNo: agent.id, content });
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

/** The contact centre: all agents of all VDNs. */
export class Site {
	private readonly setups: FixedSetup[] = [];
	private readonly agentsById = new Map<string, Agent>();
	private readonly agentsByGuid = new Map<string, Agent>();
	private readonly foundingAgents: number;

	constructor(setups: readonly AgentSetup[]) {
		for (const setup of setups) this.add(setup);
		this.foundingAgents = this.setups.length;
	}

	add(setup: AgentSetup): Agent {
		const complete = completeSetup(setup);
		if (this.agentsById.has(complete.id)) throw new Error(`Agent ${complete.id} exists already.`);
		if (this.agentsByGuid.has(complete.guid))
			throw new Error(`The Guid of ${complete.id} is taken.`);
		const agent = agentFrom(complete);
		this.setups.push(complete);
		this.agentsById.set(agent.id, agent);
		this.agentsByGuid.set(agent.guid, agent);
		return agent;
	}

	find(id: string): Agent | undefined {
		return this.agentsById.get(id);
	}

	/** Like `find`, for callers who know that the agent exists. */
	get(id: string): Agent {
		const agent = this.find(id);
		if (!agent) throw new Error(`There is no agent ${id} in the simulator.`);
		return agent;
	}

	findByGuid(guid: string): Agent | undefined {
		return this.agentsByGuid.get(guid);
	}

	all(): Agent[] {
		return [...this.agentsById.values()];
	}

	/** Everybody as at the start; agents added later are gone. Views taken before stay live. */
	reset(): void {
		for (const { id, guid } of this.setups.splice(this.foundingAgents)) {
			this.agentsById.delete(id);
			this.agentsByGuid.delete(guid);
		}
		for (const setup of this.setups) Object.assign(this.get(setup.id), agentFrom(setup));
	}
}
