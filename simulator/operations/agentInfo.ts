import type { Agent } from '../site/state';
import type { Switches } from '../site/switches';
import { stateCodesOf } from './stateCodes';

/** The platform's sign-in time of an agent who is signed out: the year 2106. */
const NEVER = 4_294_967_295_000;

const TIME_UNITS: Readonly<Record<Switches['stateTimeUnit'], (ms: number) => number>> = {
	seconds: (ms) => Math.floor(ms / 1000),
	milliseconds: (ms) => ms,
	doesNotGrow: () => 0,
};

/** A queue as the gateway returns it, with a lower-case `mediatype`, a number. */
export const queueInfo = ({ name, id, mediaType }: Agent['queues'][number]) => ({
	name,
	id,
	mediatype: mediaType,
});

/**
 * An agent as the queries about agents return it. Sources: api-ccfs-cec, cec_07_1025 and cec_07_1026 (tables and
 * samples). Where table and sample differ the sample is followed: both states are text.
 *
 * Judgements: one group for all agents; a signed-out agent is in no queue and on no server; the sign-in time is then
 * the far one of the monitoring pages (cec_07_2564), which also say that `currentstatetime` is in seconds and that the
 * reason has a meaning during a rest only.
 */
export function infoOf(agent: Agent, { stateTimeUnit }: Readonly<Switches>) {
	const { clock, session, signedIn } = agent;
	const { gateway, cti } = stateCodesOf(agent);
	const since = signedIn ? agent.stateSince : (session.record.endedAt ?? session.openedAt);
	return {
		workno: agent.id,
		name: agent.name,
		status: String(gateway),
		ctiStatus: String(cti),
		groupid: 1,
		groupname: null,
		skilllist: signedIn ? agent.activeQueues.map(queueInfo) : [],
		mediatype: signedIn ? 'TTF' : 'FFF',
		vdnid: agent.vdn,
		phonenumber: signedIn ? agent.phone : null,
		currentstatetime: TIME_UNITS[stateTimeUnit](clock.now() - since),
		logindate: signedIn ? session.openedAt : NEVER,
		callids: [],
		inMultimediaConf: 0,
		currentStateReason: signedIn && agent.state === 'rest' ? agent.restCause : 0,
	};
}
