import type { Session } from '../site/session';
import { refused, refusedBy, type Call, type Operation, type Outcome } from './operation';

/** Waits until the deadline, for a change of the agent, or until the client disconnects. */
async function waitForChange({ agent, clock, signal }: Call, deadline: number): Promise<void> {
	const change = new AbortController();
	const notify = () => change.abort();
	agent.emitter.once('change', notify);
	await clock.sleep(deadline - clock.now(), AbortSignal.any([signal, change.signal]));
	agent.emitter.off('change', notify);
}

/** Takes the oldest event, if there is one, from the agent's queue; none for a client that has disconnected. */
function handOut({ agent, switches, signal }: Call): Outcome {
	const event = signal.aborted ? undefined : agent.events.shift();
	if (!event) return { retcode: '0', message: '' };
	const { eventType, eventGenTime, ...rest } = event;
	const time = switches.eventGenTime ? { eventGenTime } : {};
	return { retcode: '0', message: '', event: { eventType, ...time, ...rest } };
}

/** Tests whether a poll that waited delivers the event of its agent's sign-out, unless there is a new session. */
const deliversSignOut = ({ agent, switches }: Call, session: Session): boolean =>
	switches.signOutDelivered && agent.session === session && agent.events.length > 0;

/**
 * Polls for an event: the oldest one at once, the next one as it comes, or none after a while. Source: api-ccfs-cec,
 * cec_07_1274.
 *
 * Judgements: if the session ends while it waits, the poll is refused at once as if it had come afterwards; two polls
 * of one agent take the events from one another; nothing is taken from the queue for a client that disconnected while
 * waiting; an event whose answer gets lost is gone.
 */
export const getAgentEvent: Operation = {
	caller: 'own',
	bringsGuid: true,
	async carryOut(call) {
		const { agent, switches, clock, signal } = call;
		const { session } = agent;
		if (session.push) return refused('000-001');
		session.recordActivity();
		const deadline = clock.now() + switches.pollWait;
		while (agent.events.length === 0 && session.isOpen) {
			if (clock.now() >= deadline || signal.aborted) break;
			await waitForChange(call, deadline);
		}
		if (session.isOpen || deliversSignOut(call, session)) return handOut(call);
		if (!agent.signedIn) return refused('100-006');
		return refusedBy(switches.badGuid === 'served' ? '000-003' : switches.badGuid, 401);
	},
};
