/** Questions about the agent's own state, which is put back afterwards. */
import { readAgentStatus } from '../../answer/agents';
import { isRecord } from '../../answer/fields';
import type { RawEvent } from '../../answer/events';
import { agentStatus } from '../../operations/agentStatus';
import { clearCustomStatus } from '../../operations/clearCustomStatus';
import { getAgent } from '../../operations/getAgent';
import { setBusy } from '../../operations/setBusy';
import { setCustomStatus } from '../../operations/setCustomStatus';
import { setIdle } from '../../operations/setIdle';
import { type Evidence, noAnswer, skipped } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';
import { evidenceOf, skillsIn } from '../reply';

/** A busy reason of every site: the lowest code. */
const REASON = 200;

/** The highest custom status that the documents allow. */
const CUSTOM_STATUS = 65_534;

/** Time in which the event of a change is expected, in ms. */
const EVENT_WITHIN_MS = 3_000;

const LOST = 'a request got no answer';

const isBusyEvent = ({ eventType }: RawEvent): boolean =>
	String(eventType) === 'AgentState_SetNotReady_Success';

/** Content of the event of becoming busy; `null` if events are not polled or none arrived. */
async function busyEvent(context: CheckContext): Promise<Evidence> {
	const event = await context.waitForEvent(isBusyEvent, EVENT_WITHIN_MS);
	const content = isRecord(event?.content) ? event.content : {};
	return { event: event ? event.eventType : null, eventReason: content.reason ?? null };
}

export const busyAgain: Question = {
	id: 'busyAgain',
	depth: 'ownState',
	ask: async (context) => {
		const { agentId, ownState } = context;
		const obstacle = await ownState.obstacle();
		if (obstacle) return skipped(obstacle);
		await context.drainEvents();
		const plain = setBusy({ agentId, reason: 0, prolong: false });
		if (ownState.wasIdle) {
			const first = await ownState.changeState(plain);
			if (first.kind !== 'accepted')
				return noAnswer('agent could not be set busy', evidenceOf(first));
		}
		const again = await ownState.changeState(plain);
		const withReason = await ownState.setBusyWithReason(REASON);
		const evidence = {
			...evidenceOf(again),
			withReason: evidenceOf(withReason),
			...(await busyEvent(context)),
		};
		if (again.kind === 'accepted') return { code: 'accepted', evidence };
		return again.kind === 'lost' ? noAnswer(LOST, evidence) : { code: 'refused', evidence };
	},
};

export const prolongIdle: Question = {
	id: 'prolongIdle',
	depth: 'ownState',
	ask: async (context) => {
		const { agentId, ownState } = context;
		const obstacle = await ownState.obstacle();
		if (obstacle) return skipped(obstacle);
		const found = await context.once('own', getAgent({ agentId, workNo: agentId }));
		const skills = skillsIn(found, context);
		if (found.kind !== 'accepted' || (!ownState.wasIdle && skills.length > 0)) {
			return skipped(
				`agent ${agentId} would have to be idle, and may be in a skill queue that brings it calls`,
			);
		}
		await ownState.changeState(setIdle({ agentId }));
		const before = await context.send(agentStatus(agentId));
		if (before.kind !== 'accepted' || readAgentStatus(before.result).state !== 'idle') {
			return noAnswer(`agent ${agentId} did not become idle`, evidenceOf(before));
		}
		const reply = await ownState.setBusyWithReason(REASON);
		const evidence = evidenceOf(reply);
		if (reply.kind === 'lost') return noAnswer(LOST, evidence);
		if (reply.kind !== 'accepted') return { code: 'refused', evidence };
		const after = await context.send(agentStatus(agentId));
		if (after.kind !== 'accepted') return noAnswer(LOST, evidenceOf(after));
		const { state } = readAgentStatus(after.result);
		return { code: state === 'busy' ? 'yes' : 'other', evidence: { ...evidence, state } };
	},
};

export const noCustomStatus: Question = {
	id: 'noCustomStatus',
	depth: 'ownState',
	ask: async (context) => {
		const { agentId, ownState } = context;
		const obstacle = await ownState.obstacle();
		if (obstacle) return skipped(obstacle);
		const before = await ownState.noteCustomStatus();
		if (before === undefined) return noAnswer('the custom status cannot be read');
		await ownState.changeCustomStatus(setCustomStatus({ agentId, customstate: CUSTOM_STATUS }));
		const set = await ownState.readCustomStatus();
		const cleared = await ownState.changeCustomStatus(clearCustomStatus({ agentId }));
		const none = await ownState.readCustomStatus();
		const evidence = { before, set, none, clear: evidenceOf(cleared) };
		if (cleared.kind !== 'accepted' || none === undefined) {
			return noAnswer('the custom status could not be cleared', evidence);
		}
		ownState.learnNone(none);
		return { code: none === 65_535 || none === 0 ? String(none) : 'other', evidence };
	},
};
