import { completeSetup, type AgentSetup, type CompleteSetup, type SkillQueue } from './agentSetup';
import { Callers } from './callers';
import type { Clock } from './clock';
import {
	Session,
	type IssuedGuid,
	type SessionHost,
	type SessionOrigin,
	type SessionRecord,
} from './session';
import { agentFrom, endSession, startingCondition, type Agent } from './state';
import type { Switches } from './switches';

/** The contact centre: all agents of all VDNs, and their sessions. */
export class Site implements SessionHost {
	readonly issued = new Map<string, IssuedGuid>();
	readonly callers = new Callers();
	private readonly setups: CompleteSetup[] = [];
	private readonly agentsById = new Map<string, Agent>();
	private readonly foundingAgents: number;
	/** Those opened by signing in, in order. */
	private readonly opened: Session[] = [];

	constructor(
		setups: readonly AgentSetup[],
		readonly switches: Readonly<Switches>,
		readonly clock: Clock,
	) {
		for (const setup of setups) this.add(setup);
		this.foundingAgents = this.setups.length;
	}

	get sessions(): SessionRecord[] {
		return this.opened.map(({ record }) => record);
	}

	add(setup: AgentSetup): Agent {
		const complete = completeSetup(setup);
		if (this.agentsById.has(complete.id)) throw new Error(`Agent ${complete.id} exists already.`);
		if (this.issued.has(complete.guid)) throw new Error(`The Guid of ${complete.id} is taken.`);
		const agent = agentFrom(complete, this.deskSession(complete), this.clock);
		this.setups.push(complete);
		this.agentsById.set(agent.id, agent);
		return agent;
	}

	/** Signs an agent in. */
	openSession(
		agent: Agent,
		origin: Pick<SessionOrigin, 'forced' | 'push' | 'passwordDue'>,
	): Session {
		agent.session = new Session(
			{ agentId: agent.id, vdn: agent.vdn, atDesk: false, ...origin },
			this,
		);
		this.opened.push(agent.session);
		return agent.session;
	}

	find(id: string): Agent | undefined {
		return this.agentsById.get(id);
	}

	/** Like `find`, for an agent that must exist. */
	get(id: string): Agent {
		const agent = this.find(id);
		if (!agent) throw new Error(`There is no agent ${id} in the simulator.`);
		return agent;
	}

	/** The skill queues of a VDN, by id: all that its agents are in, signed in or not. */
	queuesOf(vdn: number): SkillQueue[] {
		const queues = this.all()
			.filter((agent) => agent.vdn === vdn)
			.flatMap((agent) => agent.queues);
		return [...new Map(queues.map((queue) => [queue.id, queue])).values()].sort(
			(one, other) => one.id - other.id,
		);
	}

	all(): Agent[] {
		return [...this.agentsById.values()];
	}

	/**
	 * Restores the initial state; agents added later are gone. Views taken before stay live. Earlier Guids are invalid,
	 * but remembered.
	 */
	reset(): void {
		for (const agent of this.all()) endSession(agent, 'test');
		this.opened.length = 0;
		this.callers.clear();
		for (const { id, guid } of this.setups.splice(this.foundingAgents)) {
			this.agentsById.delete(id);
			this.issued.delete(guid);
		}
		for (const setup of this.setups) {
			const session = this.deskSession(setup);
			Object.assign(this.get(setup.id), startingCondition(setup, this.clock.now()), { session });
		}
	}

	/** The session that an agent starts with; it is over if the agent starts signed out. */
	private deskSession({ id, guid, vdn, signedIn }: CompleteSetup): Session {
		const origin = { agentId: id, vdn, guid, atDesk: true, forced: false };
		const session = new Session({ ...origin, push: false, passwordDue: false }, this);
		if (!signedIn) session.end('test');
		return session;
	}
}
