import { MEDIA_TYPES } from './mediaTypes';
import { newGuid } from './node';

/** The state of an agent. `wrapUp`: after a call, writing it up. */
export type AgentState = 'idle' | 'busy' | 'wrapUp' | 'talking' | 'rest';

/** A skill queue of a VDN. */
export interface SkillQueue {
	/** From 1 on. */
	readonly id: number;
	readonly name: string;
	/** One of the ten media types, such as 5 for voice. */
	readonly mediaType: number;
}

/** The initial data of an agent. */
export interface AgentSetup {
	/** Digits, such as `'31001'`. */
	id: string;
	/** Of the session the agent starts with. Default: a random UUID and `.AgentGateway1`. */
	guid?: string;
	/** Default 1. */
	vdn?: number;
	/** Default true: at a desk, whose desktop keeps the session and its Guid alive. */
	signedIn?: boolean;
	/** Default `idle`. */
	state?: AgentState;
	/** Default: the id. */
	name?: string;
	/** The skill queues configured for the agent, which it enters as it signs in. Default: none. */
	queues?: readonly SkillQueue[];
	/** True if the agent may be given incoming calls. Default true. */
	takesCalls?: boolean;
	/** True if the agent has the inspection right. Default false. */
	inspector?: boolean;
	/** Media types the agent may set limits for. Default: those of its queues; all ten if it has none. */
	mediaTypes?: string[];
	/** Default: `Pass-` and the id. */
	password?: string;
	/** True if the password is too old to sign in with. Default false. */
	passwordExpired?: boolean;
	/** True if the password must be changed before anything else. Default false. */
	forceChange?: boolean;
	/** True if a forced sign-in may end the agent's session; if not, any gets 100-015. Default true. */
	forceable?: boolean;
}

export type CompleteSetup = Required<AgentSetup>;

/** The setup with nothing left open: a random Guid, once chosen, survives a reset. */
export const completeSetup = (setup: AgentSetup): CompleteSetup => ({
	guid: newGuid(),
	vdn: 1,
	signedIn: true,
	state: 'idle',
	name: setup.id,
	queues: [],
	takesCalls: true,
	inspector: false,
	mediaTypes: setup.queues?.length
		? setup.queues.map(({ mediaType }) => String(mediaType))
		: Object.keys(MEDIA_TYPES),
	password: `Pass-${setup.id}`,
	passwordExpired: false,
	forceChange: false,
	forceable: true,
	...setup,
});
