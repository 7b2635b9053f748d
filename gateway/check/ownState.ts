/** The agent's own state: noted before the first change, and put back at the end, whatever happened in between. */
import { type AgentState, readAgentStatus } from '../answer/agents';
import { readNumber } from '../answer/fields';
import { agentStatus } from '../operations/agentStatus';
import { clearCustomStatus } from '../operations/clearCustomStatus';
import { queryCustomStatus } from '../operations/queryCustomStatus';
import { setBusy } from '../operations/setBusy';
import { setCustomStatus } from '../operations/setCustomStatus';
import { setIdle } from '../operations/setIdle';
import type { GatewayRequest } from '../operations/request';
import type { AgentId } from '../values/agentId';
import { recordIn, type Reply } from './reply';

/** Tries of each step of the restoration. */
const TRIES = 6;

/** Pause between two tries, in ms. */
const PAUSE_MS = 1_000;

/** `querycustomstate` answers this while none is set, by the documents. */
export const NO_CUSTOM_STATUS = 65_535;

/** The part of a check that asks on behalf of the agent. */
export interface QuerySender {
	readonly agentId: AgentId;
	/** True if the check signed the agent in: busy without a reason. */
	readonly signedIn: boolean;
	/** Sends a request; throws where none is possible. */
	send: (request: GatewayRequest) => Promise<Reply>;
	/** Waits, in ms; does not throw. */
	pause: (ms: number) => Promise<void>;
}

export class OwnState {
	private before: AgentState | undefined;

	private stateChanged = false;

	private reasonChanged = false;

	private customBefore: number | undefined;

	/** The reading that stands for "none", once it is known. */
	private customNone: number | undefined;

	private customChanged = false;

	private endOfMonitoring: GatewayRequest | undefined;

	constructor(private readonly context: QuerySender) {}

	/** The reason why the agent's state cannot be changed and put back; undefined if it can. */
	async obstacle(): Promise<string | undefined> {
		const { context } = this;
		if (this.before === undefined) {
			const reply = await context.send(agentStatus(context.agentId));
			if (reply.kind !== 'accepted') return `the state of agent ${context.agentId} is not known`;
			this.before = readAgentStatus(reply.result).state;
		}
		if (this.before === 'idle') return undefined;
		if (this.before === 'busy') {
			return context.signedIn
				? undefined
				: `agent ${context.agentId} is busy, perhaps with a reason, which could not be put back: set it idle first`;
		}
		return `agent ${context.agentId} is neither idle nor just signed in, so its state could not be put back`;
	}

	/** True if the agent was idle before the check. */
	get wasIdle(): boolean {
		return this.before === 'idle';
	}

	/** Sends a request that changes whether the agent is idle or busy. */
	async changeState(request: GatewayRequest): Promise<Reply> {
		this.stateChanged = true;
		return await this.context.send(request);
	}

	/** Sets the agent busy with a reason and `prolong`. */
	async setBusyWithReason(reason: number): Promise<Reply> {
		this.reasonChanged = true;
		const { agentId } = this.context;
		return await this.changeState(setBusy({ agentId, reason, prolong: true }));
	}

	/** Notes that the session was lost: an agent is busy after a new sign-in. */
	loseSession(): void {
		this.stateChanged = true;
	}

	/** Notes the request that ends a monitoring; nothing once it has ended. */
	monitoring(end: GatewayRequest | undefined): void {
		this.endOfMonitoring = end;
	}

	/** Notes the custom status. @returns the reading; undefined where it is not known */
	async noteCustomStatus(): Promise<number | undefined> {
		this.customBefore ??= await this.readCustomStatus();
		return this.customBefore;
	}

	async readCustomStatus(): Promise<number | undefined> {
		const reply = await this.context.send(queryCustomStatus(this.context.agentId));
		if (reply.kind !== 'accepted') return undefined;
		return readNumber(recordIn(reply).agentcustomstate) ?? undefined;
	}

	/** Notes the reading that stands for "none". */
	learnNone(reading: number | undefined): void {
		this.customNone = reading;
	}

	/** Sends a request that changes the custom status, which has to be noted before. */
	async changeCustomStatus(request: GatewayRequest): Promise<Reply> {
		this.customChanged = true;
		return await this.context.send(request);
	}

	/**
	 * Puts back what was changed.
	 * @param context of its own: it goes on when the check is cancelled
	 * @returns what could not be put back, in sentences
	 */
	async restore(context: QuerySender): Promise<string[]> {
		const failures: string[] = [];
		const { agentId } = context;
		const end = this.endOfMonitoring;
		if (end) await retry(context, async () => (await tolerant(context, end))?.kind === 'accepted');
		if (this.stateChanged && !(await this.restoreState(context))) {
			const was = this.wasIdle ? 'idle' : 'busy without a reason';
			failures.push(
				`Agent ${agentId} was ${was} before, and could not be put back. Do it by hand.`,
			);
		}
		if (this.customChanged && !(await this.restoreCustomStatus(context))) {
			const was = this.hadNone() ? 'none' : String(this.customBefore);
			failures.push(
				`The custom status of agent ${agentId} was ${was} before, and could not be put back. Do it by hand.`,
			);
		}
		return failures;
	}

	private async restoreState(context: QuerySender): Promise<boolean> {
		const { agentId } = context;
		const state = async (): Promise<AgentState | undefined> => {
			const reply = await tolerant(context, agentStatus(agentId));
			return reply?.kind === 'accepted' ? readAgentStatus(reply.result).state : undefined;
		};
		const reach = async (wanted: AgentState, request: GatewayRequest): Promise<boolean> =>
			await retry(context, async () => {
				if ((await state()) === wanted) return true;
				await tolerant(context, request);
				return (await state()) === wanted;
			});
		if (this.wasIdle) return await reach('idle', setIdle({ agentId }));
		// Only an agent who is not busy can be set busy without a reason.
		if (this.reasonChanged && !(await reach('idle', setIdle({ agentId })))) return false;
		return await reach('busy', setBusy({ agentId, reason: 0, prolong: false }));
	}

	private async restoreCustomStatus(context: QuerySender): Promise<boolean> {
		const { agentId } = context;
		const { customBefore } = this;
		const request = this.hadNone()
			? clearCustomStatus({ agentId })
			: setCustomStatus({ agentId, customstate: customBefore ?? 0 });
		return await retry(context, async () => {
			await tolerant(context, request);
			const reply = await tolerant(context, queryCustomStatus(agentId));
			return (
				reply?.kind === 'accepted' && readNumber(recordIn(reply).agentcustomstate) === customBefore
			);
		});
	}

	private hadNone(): boolean {
		return this.customBefore === NO_CUSTOM_STATUS || this.customBefore === this.customNone;
	}
}

/** The reply, or nothing where no request is possible now. */
async function tolerant(context: QuerySender, request: GatewayRequest): Promise<Reply | undefined> {
	try {
		return await context.send(request);
	} catch {
		return undefined;
	}
}

async function retry(context: QuerySender, attempt: () => Promise<boolean>): Promise<boolean> {
	for (let tries = 0; tries < TRIES; tries++) {
		if (tries > 0) await context.pause(PAUSE_MS);
		if (await attempt()) return true;
	}
	return false;
}
