import type { Agent } from '../site/state';
import type { Switches } from '../site/switches';
import { stateCodesOf } from './stateCodes';

/** What the platform answers for the sign-in time of somebody who is signed out: the year 2106. */
const NEVER = 4_294_967_295_000;

const TIME_UNITS: Readonly<Record<Switches['stateTimeUnit'], (ms: number) => number>> = {
	seconds: (ms) => Math.floor(ms / 1000),
	milliseconds: (ms) => ms,
	doesNotGrow: () => 0,
};

/** The gateway answers queues with a lower-case `mediatype`, a number. */
export const queueInfo = ({ name, id, mediaType }: Agent['queues'][number]) => ({
	name,
	id,
	mediatype: mediaType,
});

/**
 * An agent as the queries about agents answer it. Sources: api-ccfs-cec, cec_07_1025 and cec_07_1026
 * (tables and samples). Where table and sample differ the sample is followed: both states are text.
 *
 * Judgements: one group for everybody; that somebody who is signed out is in no queue and on no
 * server; that the sign-in time is then the far one of the monitoring pages (cec_07_2564), who also
 * say that `currentstatetime` is in seconds and that the reason has a meaning during a rest only.
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
