import { guidHeaders, signInCookies } from '../site/node';
import { accepted, refused, type Call, type Operation, type Outcome } from './operation';
import type { Retcode } from './retcodes';
import type { AgentState } from '../site/agentSetup';
import { queueEvent } from '../site/events';
import { listen, notifyWatchers } from '../site/monitoring';
import { endSession, type Agent } from '../site/state';
import { enter } from '../site/transitions';

/** The part of a sign-in's body that changes what the simulator does. */
interface SignInBody {
	password: string;
	phonenum: string;
	/** 3, 4 or 5. */
	status?: number | string | null;
	listenStatus?: boolean | 'true' | 'false' | null;
	callBackUri?: string | null;
	serviceToken?: string | null;
}

/** The state after sign-in, by `status`; idle by default. */
const STATES: Readonly<Record<string, AgentState>> = { 3: 'busy', 4: 'idle', 5: 'wrapUp' };

/**
 * The reason why the agent may not sign in. The password comes first: a caller without it learns nothing about the
 * agent's session. The order is a judgement.
 */
function obstacle({ agent, body, switches }: Call, forced: boolean): Retcode | undefined {
	if (agent.wrongPasswords >= switches.lockAfter) return '110-016';
	if ((body as SignInBody).password !== agent.password) {
		agent.wrongPasswords += 1;
		return '100-004';
	}
	agent.wrongPasswords = 0;
	if (agent.passwordExpired) return '100-020';
	if (agent.signIn) return '100-021';
	if (!agent.signedIn) return undefined;
	// Also at a plain sign-in (client MoonShadowFei/HWCallCenter, 2014).
	if (!agent.forceable) return '100-015';
	return forced ? undefined : '100-002';
}

/**
 * A new session starts with no events but its own and with no call. Custom status and session limits
 * stay. Both are judgements.
 */
function startSession(agent: Agent, status: SignInBody['status']): void {
	notifyWatchers(agent, 'signedIn');
	enter(agent, STATES[status ?? 4] ?? 'idle');
	agent.busyReason = 0;
	agent.preBusy = false;
	agent.preRest = false;
	agent.insertedInto = undefined;
	agent.beforeInsert = undefined;
	agent.activeQueues = agent.queues;
	agent.events = [];
	queueEvent(agent, 'AgentOther_InService');
}

/**
 * From now on an inspector gets the sign-ins and sign-outs of its VDN. Source: api-cec, cec_07_1202 ("whether an
 * inspector listens for agents' sign-in and sign-out"). That these are the events of monitoring is a judgement.
 */
function listenToSignIns({ agent: inspector, site, switches }: Call): void {
	if (!inspector.inspector) return;
	for (const agent of site.all()) {
		if (agent !== inspector && agent.vdn === inspector.vdn) listen(agent, inspector, switches);
	}
}

/** Signs an agent in; `forced`: even if that ends another session of the agent. */
export async function signIn(call: Call, forced: boolean): Promise<Outcome> {
	const { agent, body, switches, clock, site } = call;
	const retcode = obstacle(call, forced);
	if (retcode) return refused(retcode);
	const attempt = Symbol('sign-in');
	agent.signIn = attempt;
	await clock.sleep(switches.signInTime);
	// The simulator was reset in the meantime.
	if (agent.signIn !== attempt) return refused('100-003');
	agent.signIn = undefined;

	const { phonenum, status, listenStatus, callBackUri, serviceToken } = body as SignInBody;
	endSession(agent, 'forced');
	const push = Boolean(callBackUri && serviceToken);
	const passwordDue = agent.forceChange || switches.password === 'change';
	const session = site.openSession(agent, { forced, push, passwordDue });
	startSession(agent, status);
	if (switches.listenStatus && String(listenStatus) === 'true') listenToSignIns(call);
	agent.phone = phonenum;
	return {
		...accepted({
			vdnid: String(agent.vdn),
			workno: agent.id,
			mediatype: 'TTF',
			loginTime: String(session.openedAt),
			isForceChange: String(passwordDue),
			serverName: 'CCGateway',
			timeRemaining: switches.password === 'expires' ? '14' : '',
		}),
		headers: {
			...guidHeaders(session.guid, switches),
			...(switches.signInCookies && { 'Set-Cookie': signInCookies() }),
		},
	};
}

/** Signs an agent in. Source: api-cec, cec_07_1202. */
export const login: Operation = {
	caller: 'anyone',
	carryOut: async (call) => await signIn(call, false),
};
