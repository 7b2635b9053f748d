/** The context of a check whose gateway answers by script, on a clock that moves by its pauses. */
import type { SignInFacts } from '../../../../gateway/answer/signInFacts';
import {
	type CheckAdapter,
	type CheckAgents,
	CheckContext,
} from '../../../../gateway/check/context';
import type { Variant } from '../../../../gateway/check/context';
import type { Exchange, NoSession } from '../../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { type Session, writeSession } from '../../../../gateway/session/session';
import { SignInError } from '../../../../gateway/session/signIn';
import type { AgentId } from '../../../../gateway/values/agentId';
import { answered, answeredWith } from '../../../support/exchanges';
import { serviceAccount, SERVICE_AGENT_ID } from '../../../support/serviceAccount';

export const LOST: Exchange = { type: 'lost', meaning: 'no answer came', remedy: '' };
export const NO_RIGHT = answeredWith('900-002');
export const UNKNOWN_PATH = answeredWith('000-002');
export const REFUSED = answeredWith('100-009');
export const NOT_SIGNED_IN = answeredWith('100-006');
export const HTTP_500 = answered('down', { status: 500 });

export const accepted = (result: unknown = null): Exchange =>
	answered({ retcode: '0', message: '', result });

/** The kinds of replies that are none of a call's own answers, and the code that stands for them. */
export const OTHER_KINDS: ReadonlyArray<[string, Exchange, string]> = [
	['refused', REFUSED, 'other'],
	['refused by a server in front', HTTP_500, 'other'],
	['lost', LOST, 'noAnswer'],
];

export const COLLEAGUE = '31001' as AgentId;
export const UNUSED = '58888' as AgentId;

/** The labels of the fields with these agents. */
export const LABELS = { colleagueId: 'Colleague Agent ID', unusedId: 'Unused Agent ID' };

interface Sent {
	path: string;
	request: GatewayRequest;
	variant: Variant;
	at: number;
	guid: string;
}

export class TestCheck {
	time = 1_000_000;
	readonly account = serviceAccount();
	readonly cache = new SessionCache(() => this.time);
	stored = '';
	cookies = '';
	signIns = 0;
	/** Facts of a sign-in that succeeds. */
	learnedBySignIn: Partial<SignInFacts> | undefined;
	/** The reason why no session can be opened. */
	refusal: NoSession | undefined;
	aborted = false;
	/** The permits of the query limit cannot be acquired: the run was cancelled. */
	noPermits = false;
	released = 0;
	readonly sent: Sent[] = [];
	/** Answers by the end of the path, in order; the last one stays. Others are accepted without a result. */
	script: Record<string, Exchange | Exchange[]> = {};
	/** Answers requests in a deviating way, before the script. */
	onVariant: (variant: Variant) => Exchange | undefined = () => undefined;
	/** Events, poll by poll. */
	events: object[][] = [];
	/** The Guid that the answer to a poll brings at this time, in ms since 1970. */
	newGuid: { guid: string; at: number } | undefined;

	private answer(request: GatewayRequest, variant: Variant, guid: string): Exchange {
		const { path } = request;
		this.sent.push({ path, request, variant, at: this.time, guid: variant.guid ?? guid });
		if (path.startsWith('/agentevent/')) {
			const event = this.events.shift();
			this.time += event?.length ? 100 : 10_000;
			const headers =
				this.newGuid && this.time >= this.newGuid.at
					? { setGuid: `JSESSIONID=${this.newGuid.guid}` }
					: {};
			return answered({ retcode: '0', message: '', event }, headers);
		}
		const deviating = this.onVariant(variant);
		if (deviating) return deviating;
		const [, answers] = Object.entries(this.script).find(([end]) => path.endsWith(end)) ?? [];
		if (answers === undefined) return accepted();
		if (!Array.isArray(answers)) return answers;
		return (answers.length > 1 ? answers.shift() : answers[0]) ?? accepted();
	}

	session(guid: string): Session {
		return {
			...{ guid, cookies: this.cookies, gatewayUrl: this.account.baseUrl },
			...{ agentId: SERVICE_AGENT_ID, signedInAt: this.time, renewedAt: this.time },
		};
	}

	/** Facts of a sign-in of this process. */
	learn(facts: Partial<SignInFacts>): void {
		this.cache.learnSignIn({
			...{ guidHeaders: [], cookieNames: [], mustChangePassword: false, passwordDays: null },
			...facts,
		});
	}

	readonly adapter: CheckAdapter = {
		sessionContext: {
			account: this.account,
			cache: this.cache,
			adapter: {
				sendIn: async (request, { guid }) => this.answer(request, {}, guid),
				readStored: async () => this.stored,
				store: async (session) => {
					this.stored = writeSession(session);
				},
				signIn: async () => {
					if (this.refusal) return new SignInError('other', this.refusal);
					this.signIns++;
					if (this.learnedBySignIn) this.learn(this.learnedBySignIn);
					const opened = this.session(`guid-${this.signIns}.AgentGateway0`);
					this.cache.adopt(opened);
					this.stored = writeSession(opened);
					return opened;
				},
			},
		},
		sendVariant: async (request, { guid }, variant) => this.answer(request, variant, guid),
		acquireAll: async () => (this.noPermits ? undefined : () => void this.released++),
		sleep: async (ms) => {
			this.time += ms;
			await Promise.resolve();
		},
		aborted: () => this.aborted,
		random: () => 0,
	};

	contextOf(agents: Partial<CheckAgents> = { colleagueId: COLLEAGUE, unusedId: UNUSED }) {
		return new CheckContext({ agentId: SERVICE_AGENT_ID, labels: LABELS, ...agents }, this.adapter);
	}

	readonly context = this.contextOf();

	/** Ends of the paths of the requests, polls left out. */
	get paths(): string[] {
		return this.sent
			.filter(({ path }) => !path.startsWith('/agentevent/'))
			.map(({ path }) => path.split('/').slice(-2).join('/').replace('31900/', ''));
	}
}
