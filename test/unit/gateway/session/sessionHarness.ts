/** One agent's session against a scripted gateway, on a manual clock. */
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { sendNote } from '../../../../gateway/operations/sendNote';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { SessionClient } from '../../../../gateway/session/sessionClient';
import { answeredWith } from '../../../support/exchanges';
import { SERVICE_AGENT_ID, serviceAccount, signInAt } from '../../../support/serviceAccount';
import type { Exchange, NoSession } from '../../../../gateway/http/exchange';
import { type Session, writeSession } from '../../../../gateway/session/session';

export const START = 1_700_000_000_000;

export const OK = answeredWith('0');
export const NOT_SIGNED_IN = answeredWith('100-006');
export const ELSEWHERE = answeredWith('100-002');
export const LOST_AT_ONCE: NoSession = {
	type: 'noSession',
	outcome: 'rejected',
	retryable: false,
	meaning: 'agent 31900 was signed in, and its session was lost at once',
	remedy:
		'Somebody else may be signing in with this agent ID, or a proxy or load balancer may drop the cookies of the session. Give the credential an agent of its own.',
	retcode: null,
	message: null,
};
export const LOST: Exchange = { type: 'lost', meaning: 'no answer came', remedy: 'Look.' };

export type Kind = 'signIn' | 'takeOver' | 'poll' | 'status' | 'note';
export const kindOf = ({ path }: GatewayRequest): Kind => {
	if (path.endsWith('/forcelogin')) return 'takeOver';
	if (path.startsWith('/agentevent/')) return 'poll';
	if (path.endsWith('/agentstatus')) return 'status';
	return path.endsWith('/sendnoteletex') ? 'note' : 'signIn';
};

export interface Sent {
	kind: Kind;
	/** Since the start, in ms. */
	at: number;
	guid: string | undefined;
	timeout: number | undefined;
}

export type Script = (request: GatewayRequest, session?: Session) => Exchange | Promise<Exchange>;

export const resolved = async (): Promise<void> => {
	await new Promise((resolve) => setImmediate(resolve));
};

/** One n8n process with one credential, and the gateway. */
export class SessionHarness {
	time = START;
	readonly cache = new SessionCache(() => this.time);
	stored = '';
	readonly storedGuids: string[] = [];
	beforeStoring: () => Promise<void> = async () => {};
	readonly sent: Sent[] = [];
	readonly pauses: number[] = [];
	private readonly looks: number[] = [];
	aborted = false;
	chance = 0;
	/** Called during every pause. */
	meanwhile: () => void = () => {};
	/** Called whenever the stored session is read. */
	whileLooking: () => void = () => {};
	/** Number of sign-ins requested from n8n. */
	actions = 0;
	private guids = 0;

	readonly gateway: Record<Kind, Script> = {
		signIn: () => this.newSession(),
		takeOver: () => this.newSession(),
		poll: () => OK,
		status: () => OK,
		note: () => OK,
	};

	readonly account = serviceAccount();

	private newSession = (): Exchange =>
		answeredWith('0', { setGuid: `JSESSIONID=g${++this.guids}` });

	/** Another run: a separate client with the same session cache. */
	newRun(): SessionClient {
		const { cache, account } = this;
		return new SessionClient({
			account,
			cache,
			adapter: {
				sendIn: this.wire,
				readStored: async () => {
					this.looks.push(this.since());
					this.whileLooking();
					return this.stored;
				},
				signIn: async (force) => {
					this.actions++;
					return await signInAt(this, { cache, account, send: this.wire })(force);
				},
				store: async (session) => {
					await this.beforeStoring();
					this.storedGuids.push(session.guid);
					this.stored = writeSession(session);
				},
			},
		});
	}

	private since = (): number => this.time - START;

	private wire = async (
		request: GatewayRequest,
		session?: Session,
		timeout?: number,
	): Promise<Exchange> => {
		const kind = kindOf(request);
		this.sent.push({ kind, at: this.since(), guid: session?.guid, timeout });
		return await this.gateway[kind](request, session);
	};

	/** The client of the sending run. */
	client = this.newRun();

	/** Sends a note in the session. */
	async note(from = SERVICE_AGENT_ID): Promise<Exchange> {
		const request = sendNote({ agentId: from, agentIds: [31_001], content: 'x' });
		return await this.client.sendInSession(request, {
			sleep: async (ms) => {
				this.pauses.push(ms);
				this.time += ms;
				this.meanwhile();
			},
			aborted: () => this.aborted,
			random: () => this.chance,
		});
	}

	/** Sends a note and waits for the background work that it started. */
	async noteAndAfter(): Promise<Exchange> {
		const exchange = await this.note();
		await this.rest();
		return exchange;
	}

	async rest(): Promise<void> {
		await resolved();
		await this.client.settled();
	}

	/** A session that another process has opened. */
	session(guid: string, signedInAt = this.time, renewedAt = signedInAt): Session {
		const { baseUrl, agentId } = this.account;
		return { guid, cookies: '', gatewayUrl: baseUrl, agentId, signedInAt, renewedAt };
	}

	/** Sending times of the requests of a kind, in seconds since the start. */
	times = (kind: Kind): number[] =>
		this.sent.filter((one) => one.kind === kind).map(({ at }) => at / 1000);

	/** Distinct times at which the stored session was read, in seconds since the start. */
	looksAt = (): number[] => [...new Set(this.looks)].map((at) => at / 1000);

	/** Guids of the requests of a kind. */
	guidsOf = (kind: Kind): Array<string | undefined> =>
		this.sent.filter((one) => one.kind === kind).map(({ guid }) => guid);
}

export const noSession = (exchange: Exchange): NoSession => {
	if (exchange.type !== 'noSession') throw new Error(`It is ${exchange.type}`);
	return exchange;
};
