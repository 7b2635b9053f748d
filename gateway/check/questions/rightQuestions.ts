/** Questions about codes and rights that cause no lasting change. */
import { beginMonitor } from '../../operations/beginMonitor';
import { endMonitor } from '../../operations/endMonitor';
import { getAgent } from '../../operations/getAgent';
import type { GatewayRequest } from '../../operations/request';
import { setSessionLimit } from '../../operations/setSessionLimit';
import { MEDIA_TYPES, type MediaTypeCode } from '../../values/mediaTypes';
import { emptyField, noAnswer, notAsked } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';
import { evidenceOf, skillsIn } from '../reply';

/** More sessions than the documents allow. */
const TOO_MANY = '61';

/** No documented media type. */
const UNKNOWN_MEDIA = '99';

const limitRequest = (
	{ agentId }: CheckContext,
	mediaType: string,
	callnums: string,
): GatewayRequest => setSessionLimit({ agentId, mediaType: mediaType as MediaTypeCode, callnums });

export const limitCodes: Question = {
	id: 'limitCodes',
	depth: 'ownState',
	ask: async (context) => {
		const { agentId } = context;
		const obstacle = await context.ownState.obstacle();
		if (obstacle) return notAsked(obstacle);
		const found = await context.once('own', getAgent({ agentId, workNo: agentId }));
		if (found.kind !== 'accepted') return notAsked(`agent ${agentId} cannot look itself up`);
		const used = skillsIn(found, context).map(({ mediaType }) => mediaType);
		// A limit for a media type that the agent does not handle changes nothing, should it be accepted.
		const unused = Object.keys(MEDIA_TYPES).find((code) => !used.includes(code));
		if (unused === undefined) return notAsked(`agent ${agentId} handles all media types`);
		const requests = {
			tooMany: limitRequest(context, unused, TOO_MANY),
			unknownMediaType: limitRequest(context, UNKNOWN_MEDIA, '1'),
			mediaTypeOfNoQueue: limitRequest(context, unused, '1'),
		};
		const evidence: Record<string, unknown> = {};
		for (const [name, request] of Object.entries(requests)) {
			const reply = await context.send(request);
			evidence[name] = { ...evidenceOf(reply), message: reply.message };
			if (reply.kind === 'lost') return noAnswer('a request got no answer', evidence);
		}
		return { code: 'texts', evidence };
	},
};

export const monitor: Question = {
	id: 'monitor',
	depth: 'ownState',
	ask: async (context) => {
		const { agentId, ownState } = context;
		const { colleagueId, labels } = context.agents;
		if (!colleagueId) return emptyField(labels.colleagueId);
		const obstacle = await context.pollObstacle();
		if (obstacle) return notAsked(obstacle);
		const watched = { agentId, agentIds: [Number(colleagueId)] };
		ownState.monitoring(endMonitor(watched));
		const reply = await context.send(beginMonitor(watched));
		const evidence = evidenceOf(reply);
		if (reply.kind === 'noRight' || reply.kind === 'notThere') {
			ownState.monitoring(undefined);
			return { code: reply.kind, evidence };
		}
		if (reply.kind === 'lost') return noAnswer('the request got no answer', evidence);
		if (reply.kind !== 'accepted') return { code: 'other', evidence };
		const ended = await context.send(endMonitor(watched));
		if (ended.kind === 'accepted') ownState.monitoring(undefined);
		return { code: 'yes', evidence: { ...evidence, end: evidenceOf(ended) } };
	},
};
