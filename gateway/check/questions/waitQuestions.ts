/** Questions that take minutes: the life of Guids and sessions. */
import { agentStatus } from '../../operations/agentStatus';
import { updateGuid } from '../../operations/updateGuid';
import { RENEW_AFTER } from '../../session/pollOwner';
import { parseGuid } from '../../values/settings';
import { noAnswer, skipped } from '../answer';
import type { Question } from '../question';
import { evidenceOf, recordIn, type Reply } from '../reply';

/** A gateway that replaces Guids has done so by then, in ms: GUIDINTERVAL is 60 s, and a poll takes ten. */
const REPLACED_WITHIN_MS = 90_000;

/** Age of the new Guid at which the old one is tried, in s. */
const TRIED_AT_S = [5, 30, 50] as const;

/** Silence without a poll, in ms: the gateway signs agents out after 120 s. */
const SILENCE_MS = 130_000;

/** Pause between the questions of the silence, in ms. */
const ASK_EVERY_MS = 10_000;

export const guidOverlap: Question = {
	id: 'guidOverlap',
	depth: 'wait',
	ask: async (context) => {
		const obstacle = await context.pollObstacle();
		if (obstacle) return skipped(obstacle);
		const old = await context.session();
		const startedAt = context.now();
		while ((await context.session()).guid === old.guid) {
			if (context.now() - startedAt > REPLACED_WITHIN_MS) return { code: 'neverReplaced' };
			await context.poll();
			const nowObstacle = await context.pollObstacle();
			if (nowObstacle) return skipped(nowObstacle);
		}
		const replacedAt = context.now();
		let lasted = 0;
		let last: Reply | undefined;
		for (const seconds of TRIED_AT_S) {
			await context.sleep(Math.max(0, replacedAt + seconds * 1000 - context.now()));
			last = await context.sendVariant(agentStatus(context.agentId), { guid: old.guid });
			if (last.kind === 'lost') return noAnswer('a request got no answer', evidenceOf(last));
			if (last.kind !== 'accepted') break;
			lasted = seconds;
			await context.renewIfDue();
		}
		return { code: String(lasted), evidence: last && evidenceOf(last) };
	},
};

export const keepAlive: Question = {
	id: 'keepAlive',
	depth: 'wait',
	ask: async (context) => {
		const { agentId, ownState } = context;
		const obstacle = (await ownState.obstacle()) ?? (await context.pollObstacle());
		if (obstacle) return skipped(obstacle);
		const { guidLifetime } = context.adapter.sessionContext.account;
		if (!Number.isFinite(guidLifetime)) {
			return skipped('the credential holds a Guid, whose owner may keep the session alive, too');
		}
		await context.poll();
		// It may grow older than a Guid's life: that is the question.
		const session = await context.session();
		let { guid } = session;
		const startedAt = context.now();
		let renewedAt = session.renewedAt;
		let reply: Reply | undefined;
		while (context.now() - startedAt < SILENCE_MS) {
			await context.sleep(ASK_EVERY_MS);
			if (context.now() - renewedAt >= RENEW_AFTER * guidLifetime) {
				const renewed = await context.sendVariant(updateGuid(agentId), { guid }, session);
				const next = renewed.kind === 'accepted' ? readGuid(recordIn(renewed).guid) : undefined;
				if (next === undefined && renewed.kind === 'session') {
					reply = renewed;
					break;
				}
				if (next === undefined) {
					return skipped('the gateway issues no new Guid without a poll, and the old one expires');
				}
				guid = next;
				renewedAt = context.now();
				await context.adopt(session, guid);
			}
			reply = await context.sendVariant(agentStatus(agentId), { guid }, session);
			if (reply.kind !== 'accepted' && reply.kind !== 'lost') break;
		}
		const seconds = Math.round((context.now() - startedAt) / 1000);
		const evidence = { ...(reply && evidenceOf(reply)), seconds };
		if (!reply || reply.kind === 'lost') return noAnswer('a request got no answer', evidence);
		if (reply.kind !== 'accepted') ownState.loseSession();
		if (context.usesAnotherThan(guid)) {
			return skipped('another workflow polled in the meantime');
		}
		return { code: reply.kind === 'accepted' ? 'anyRequest' : 'pollsOnly', evidence };
	},
};

function readGuid(value: unknown): string | undefined {
	try {
		return parseGuid(value);
	} catch {
		return undefined;
	}
}
