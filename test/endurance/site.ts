/** The gateway's side: a simulator with faults, behind a TCP proxy that can be killed. */
import { join } from 'node:path';
import { type Faults, type RecordedRequest, type Simulator, startSimulator } from '../../simulator';
import { logFile } from '../e2e/support/places';
import { type Running, start } from '../e2e/support/processes';
import { waitFor } from '../e2e/support/waitFor';
import { PASSWORD, signInCredential } from '../support/serviceAgents';
import { AGENT_IDS } from './plan';
import { chance } from './random';
import type { FoundNote, SeenRequest } from './records';

/** Service agents: one sends the notes, the other sets limits, statuses and reasons. */
export const SERVICE_AGENT_IDS = { notes: '31900', settings: '31901' } as const;

/** The gateway's times, six times shorter than the defaults, so that Guids change often. */
const TIMES = {
	guidInterval: 10_000,
	guidTimeout: 20_000,
	idleTimeout: 20_000,
	pollWait: 1_700,
};
export const IDLE_TIMEOUT = TIMES.idleTimeout;

/** Shares of all requests, sign-ins and polls included. */
export const FAULTS = { resetBefore: 0.025, resetAfter: 0.025, notNow: 0.05, stall: 0.01 } as const;

/** Adds random faults. */
export function makeTrouble(
	faults: Faults,
	shares: Readonly<Record<keyof typeof FAULTS, number>>,
): void {
	const { resetBefore, resetAfter, notNow, stall } = shares;
	faults.add({ kind: 'resetBefore', probability: resetBefore });
	faults.add({ kind: 'resetAfter', probability: resetAfter });
	faults.add({ kind: 'retcode', retcode: '000-004', probability: notNow });
	faults.add({ kind: 'stall', carriedOut: true, probability: stall / 2 });
	faults.add({ kind: 'stall', carriedOut: false, probability: stall / 2 });
}

export class Site {
	private constructor(
		private readonly simulator: Simulator,
		private readonly doorPort: number,
		private readonly recipients: readonly string[],
	) {}

	static async open(
		seed: number,
		doorPort: number,
		recipients: readonly string[] = AGENT_IDS,
	): Promise<Site> {
		const simulator = await startSimulator({
			switches: { guidScope: 'vdn', ...TIMES },
			answerDelay: 100,
			random: chance(seed, 'faults').next,
			agents: [
				...Object.values(SERVICE_AGENT_IDS).map((id) => ({
					id,
					signedIn: false,
					password: PASSWORD,
				})),
				...recipients.map((id) => ({ id })),
			],
		});
		return new Site(simulator, doorPort, recipients);
	}

	/** Starts the random faults. */
	makeTrouble(): void {
		makeTrouble(this.simulator.faults, FAULTS);
	}

	/** Occurrences of each fault. */
	struck(): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const { fault } of this.simulator.requests) {
			if (fault !== undefined) counts[fault] = (counts[fault] ?? 0) + 1;
		}
		return counts;
	}

	/** Starts the TCP proxy through which n8n reaches the gateway. */
	async startDoor(log: string): Promise<Running> {
		const args = [join(__dirname, 'door.mjs'), String(this.doorPort), String(this.simulator.port)];
		const door = start('the gateway', process.execPath, args, {
			env: { PATH: process.env.PATH ?? '' },
			outputFile: logFile(log),
		});
		await waitFor('the gateway', () => {
			door.mustRun();
			return door.output().includes('open');
		});
		return door;
	}

	/** Loses all sessions, like a gateway that keeps them in memory. */
	forgetSessions(): void {
		for (const id of Object.values(SERVICE_AGENT_IDS)) this.simulator.signOut(id);
	}

	credential(serviceAgent: keyof typeof SERVICE_AGENT_IDS) {
		const { ca } = this.simulator;
		const url = `https://localhost:${this.doorPort}`;
		return signInCredential({ url, ca }, SERVICE_AGENT_IDS[serviceAgent], {
			guidLifetime: TIMES.guidTimeout / 1000,
		});
	}

	notes(): FoundNote[] {
		return this.recipients.flatMap((recipient) =>
			this.simulator.agent(recipient).inbox.map(({ content }) => ({ recipient, content })),
		);
	}

	requests(): SeenRequest[] {
		return this.simulator.requests.map(seen);
	}

	sessions() {
		return [...this.simulator.sessions];
	}

	/** Number of different Guids in requests. */
	guidsUsed(): number {
		return new Set(this.simulator.requests.map(({ headers }) => headers.guid)).size;
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}

/** The account of a request: requests about signed-in agents use the session for settings. */
const accountOf = (agentId: string): string =>
	agentId === SERVICE_AGENT_IDS.notes ? SERVICE_AGENT_IDS.notes : SERVICE_AGENT_IDS.settings;

function seen(request: RecordedRequest): SeenRequest {
	const { at, startedAt, endedAt, operation = '', agentId = '', body, query } = request;
	const { agentIds, content, callnums } = (body ?? {}) as {
		agentIds?: unknown;
		content?: unknown;
		callnums?: string;
	};
	const value = callnums ?? query.customstate ?? query.reason;
	return {
		at,
		endedAt: endedAt === undefined ? Infinity : at + endedAt - startedAt,
		operation,
		agentId,
		account: accountOf(agentId),
		carriedOut: request.carriedOut,
		spoiled: request.status === undefined,
		...(request.fault && { fault: request.fault }),
		...(request.retcode && { retcode: request.retcode }),
		...(typeof content === 'string' && { content }),
		...(Array.isArray(agentIds) && { recipients: agentIds.map(String) }),
		...(value !== undefined && { value: value.toString() }),
	};
}
