/** A simulator and a check of it, on one automatic clock. */
import { runCheck, type CheckResult } from '../../gateway/check/check';
import { explainAnswer } from '../../nodes/shared/check/meanings';
import type { CheckAdapter, Variant } from '../../gateway/check/context';
import type { Depth } from '../../gateway/check/question';
import type { Exchange } from '../../gateway/http/exchange';
import { type GatewayRequest, REQUEST_HEADERS, requestUrl } from '../../gateway/operations/request';
import { SessionCache } from '../../gateway/session/sessionCache';
import { QueryRateLimiter, type Permit } from '../../gateway/http/queryRateLimiter';
import type { Session } from '../../gateway/session/session';
import type { AgentId } from '../../gateway/values/agentId';
import { type AgentSetup, startSimulator, type Simulator, type Switches } from '../../simulator';
import { AutoClock } from '../support/autoClock';
import { PASSWORD, SERVICE_AGENT_ID } from '../support/serviceAccount';
import { accountAt, baseUrlOf, sessionContextIn } from './sharedCredential';

const START = Date.UTC(2026, 0, 5, 8);

export const COLLEAGUE = '31001' as AgentId;
export const UNUSED = '58888' as AgentId;

/** Labels of the fields that name the two agents. */
const LABELS = { colleagueId: 'Colleague', unusedId: 'Unused' };

const ORDERS = { id: 12, name: 'Orders', mediaType: 5 };

export interface CheckHarnessOptions {
	switches?: Partial<Switches>;
	/** The agent in the credential. */
	serviceAgent?: Partial<AgentSetup>;
	colleague?: Partial<AgentSetup>;
}

export interface CheckHarness {
	gateway: Simulator;
	clock: AutoClock;
	cache: SessionCache;
	stored: { stored: string };
	/** Cancels the check. */
	cancel: () => void;
	check: (
		depth?: Depth,
		agents?: { colleagueId?: AgentId; unusedId?: AgentId },
	) => Promise<CheckResult & { items: Array<ReturnType<typeof explainAnswer>> }>;
	/** Cancels the check after this number of further requests. */
	cancelAfter: (requests: number) => void;
	/** The requests sent, with the time of the check's clock. */
	sent: Array<{ at: number; effect: GatewayRequest['effect'] }>;
	/** Guids and cookies that were sent. */
	secrets: Set<string>;
	close: () => Promise<void>;
}

/** Starts a simulator with one service agent and one colleague. */
export async function openCheckHarness({
	switches,
	serviceAgent,
	colleague,
}: CheckHarnessOptions = {}): Promise<CheckHarness> {
	const clock = new AutoClock(START);
	const gateway = await startSimulator({
		tls: false,
		clock: clock.simulator,
		switches,
		agents: [
			{
				id: SERVICE_AGENT_ID,
				signedIn: false,
				password: PASSWORD,
				inspector: true,
				...serviceAgent,
			},
			{ id: COLLEAGUE, queues: [ORDERS], ...colleague },
		],
	});
	const cache = new SessionCache(clock.now);
	const limiter = new QueryRateLimiter(clock.now);
	const guidLifetime = gateway.switches.guidTimeout;
	const account = { ...accountAt(gateway, false), guidLifetime };
	const stored = { stored: '' };
	const secrets = new Set<string>([PASSWORD]);
	const cancelling = new AbortController();
	let requestsLeft = Infinity;
	const sent: CheckHarness['sent'] = [];

	const post = async (
		request: GatewayRequest,
		session: Session | undefined,
		variant: Variant,
		signal: AbortSignal | undefined,
	): Promise<Exchange> =>
		await clock.counting(async () => {
			if (--requestsLeft < 0) cancelling.abort();
			sent.push({ at: clock.now(), effect: request.effect });
			const guid = variant.guid ?? session?.guid;
			if (guid) secrets.add(guid);
			for (const pair of session?.cookies.split('; ') ?? []) {
				const value = pair.slice(pair.indexOf('=') + 1);
				if (value.length > 8 && !value.startsWith('AgentGateway')) secrets.add(value);
			}
			const { 'Content-Type': contentType, ...plain } = REQUEST_HEADERS;
			try {
				const answer = await fetch(requestUrl(baseUrlOf(gateway), request), {
					method: request.method,
					headers: {
						...plain,
						...(variant.withoutContentType ? {} : { 'Content-Type': contentType }),
						...(guid ? { Guid: guid } : {}),
						...(session?.cookies && !variant.withoutCookies ? { Cookie: session.cookies } : {}),
					},
					body: request.body ? JSON.stringify(request.body) : undefined,
					signal,
				});
				const { headers } = answer;
				const headerNames: string[] = [];
				headers.forEach((_, name) => headerNames.push(name));
				return {
					type: 'answered',
					status: answer.status,
					body: await answer.text(),
					setGuid: headers.get('set-guid') ?? headers.get('guid') ?? undefined,
					setCookies: headers.getSetCookie(),
					headerNames,
				};
			} catch {
				return { type: 'lost', meaning: 'the connection broke', remedy: '' };
			}
		});

	const adapterWith = (signal: AbortSignal | undefined): CheckAdapter => {
		const aborted = (): boolean => signal?.aborted ?? false;
		const sleep = async (ms: number): Promise<void> => await clock.sleep(ms, signal);
		const waiting = { sleep, aborted };
		const send = async (
			request: GatewayRequest,
			session?: Session,
			variant: Variant = {},
		): Promise<Exchange> => {
			const limited = request.effect === 'readOnly' && !variant.unlimited;
			const permit = limited ? await limiter.acquire(waiting) : undefined;
			try {
				return await post(request, session, variant, signal);
			} finally {
				permit?.release();
			}
		};
		return {
			sessionContext: sessionContextIn(stored, { cache, account, send }),
			sendVariant: send,
			acquireAll: async () => {
				const all: Array<Permit | undefined> = [];
				for (let count = 0; count < 5; count++) all.push(await limiter.acquire(waiting));
				return () => {
					for (const permit of all) permit?.release();
				};
			},
			sleep,
			aborted,
			random: () => 0.5,
		};
	};

	return {
		gateway,
		clock,
		cache,
		stored,
		secrets,
		sent,
		cancelAfter: (requests) => {
			requestsLeft = requests;
		},
		cancel: () => cancelling.abort(),
		check: async (depth = 'ownState', agents = { colleagueId: COLLEAGUE, unusedId: UNUSED }) => {
			const result = await clock.run(
				runCheck({
					depth,
					agents: { agentId: SERVICE_AGENT_ID, labels: LABELS, ...agents },
					adapter: adapterWith(cancelling.signal),
					restoring: adapterWith(undefined),
				}),
			);
			return { ...result, items: result.answers.map(explainAnswer) };
		},
		close: async () => await gateway.close(),
	};
}
