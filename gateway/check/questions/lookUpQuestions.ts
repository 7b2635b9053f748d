/** Questions about look-ups: times, IDs, and the queries about others that one session may send. */
import { readAgent, readQueues } from '../../answer/agents';
import { readNumber } from '../../answer/fields';
import { agentStatus } from '../../operations/agentStatus';
import { getAgent } from '../../operations/getAgent';
import { listQueues } from '../../operations/listQueues';
import { getQueueStatistics } from '../../operations/getQueueStatistics';
import type { AgentId } from '../../values/agentId';
import { type Answer, emptyField, noAnswer, notAsked } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';
import { evidenceOf, recordIn, type Reply, skillsIn } from '../reply';

/** Time between the two readings of `currentstatetime`, in ms. */
const READINGS_APART_MS = 3_000;

/** Growth of `currentstatetime` within 3 s, by unit; more than a minute is no number of seconds. */
const MAX_SECONDS = 60;
const MIN_MILLISECONDS = 1_000;

/** IDs around the two ends and the gap of the documents. */
const PROBED_IDS = ['60001', '70000', '999999'] as AgentId[];

const NO_ANSWER = 'the request got no answer';

const lookUpOwn = async (context: CheckContext): Promise<Reply> => {
	const { agentId } = context;
	return await context.once('own', getAgent({ agentId, workNo: agentId }));
};

const lookUpOther = async (context: CheckContext, workNo: AgentId): Promise<Reply> =>
	await context.once(`agent ${workNo}`, getAgent({ agentId: context.agentId, workNo }));

export const stateTimeUnit: Question = {
	id: 'stateTimeUnit',
	depth: 'questions',
	ask: async (context) => {
		const first = await lookUpOwn(context);
		if (first.kind !== 'accepted') {
			return notAsked(`agent ${context.agentId} cannot look itself up`);
		}
		await context.sleep(READINGS_APART_MS);
		const { agentId } = context;
		const second = await context.send(getAgent({ agentId, workNo: agentId }));
		const [before, after] = [first, second].map((reply) =>
			readNumber(recordIn(reply).currentstatetime),
		);
		const evidence = { before, after };
		if (second.kind !== 'accepted') return noAnswer(NO_ANSWER, evidenceOf(second));
		if (typeof before !== 'number' || typeof after !== 'number') return { code: 'other', evidence };
		const growth = after - before;
		if (growth === 0) return { code: 'doesNotGrow', evidence };
		if (growth >= MIN_MILLISECONDS) return { code: 'milliseconds', evidence };
		return { code: growth > 0 && growth <= MAX_SECONDS ? 'seconds' : 'other', evidence };
	},
};

const RANGES: Readonly<Record<string, string>> = {
	'outside,outside,outside': 'to59999',
	'inside,inside,inside': 'to999999',
	'outside,inside,inside': 'withGap',
};

export const idRange: Question = {
	id: 'idRange',
	depth: 'questions',
	ask: async (context) => {
		const own = await lookUpOwn(context);
		if (own.kind === 'notThere' || own.kind === 'lost') {
			return notAsked(`agent ${context.agentId} cannot look itself up`);
		}
		const places: string[] = [];
		const evidence: Record<string, unknown> = {};
		for (const id of PROBED_IDS) {
			const reply = await lookUpOther(context, id);
			evidence[id] = evidenceOf(reply);
			if (reply.kind === 'lost') return noAnswer(NO_ANSWER, evidence);
			places.push(reply.kind === 'notThere' ? 'outside' : 'inside');
		}
		return { code: RANGES[places.join()] ?? 'other', evidence };
	},
};

/** The codes of a call that may be missing or need a right. */
function availability(reply: Reply): Answer {
	const evidence = evidenceOf(reply);
	if (reply.kind === 'accepted') return { code: 'yes', evidence };
	if (reply.kind === 'noRight' || reply.kind === 'notThere') return { code: reply.kind, evidence };
	if (reply.kind === 'lost') return noAnswer(NO_ANSWER, evidence);
	return { code: 'other', evidence };
}

export const lookUp: Question = {
	id: 'lookUp',
	depth: 'questions',
	ask: async (context) => {
		const { colleagueId, labels } = context.agents;
		if (!colleagueId) return emptyField(labels.colleagueId);
		return availability(await lookUpOther(context, colleagueId));
	},
};

export const scope: Question = {
	id: 'scope',
	depth: 'questions',
	ask: async (context) => {
		const { colleagueId, labels } = context.agents;
		if (!colleagueId) return emptyField(labels.colleagueId);
		const reply = await context.send(agentStatus(colleagueId));
		const evidence = evidenceOf(reply);
		if (reply.kind === 'accepted') return { code: 'vdn', evidence };
		if (reply.kind === 'lost') return noAnswer(NO_ANSWER, evidence);
		// Some gateways refuse a Guid with an HTTP status.
		const refusesGuid = reply.kind === 'http' && context.codes.get('wrongGuid') === 'http';
		if (reply.kind !== 'session' && !refusesGuid) return { code: 'other', evidence };
		const found = await lookUpOther(context, colleagueId);
		if (found.kind !== 'accepted') return { code: 'own', evidence };
		const colleague = readAgent(found.result, colleagueId, context.now());
		return 'state' in colleague && colleague.state === 'signedOut'
			? notAsked(`agent ${colleagueId} is signed out: name a colleague who is signed in`)
			: { code: 'own', evidence };
	},
};

const askForQueues = async (context: CheckContext): Promise<Reply> =>
	await context.once('queues', listQueues(context.agentId));

export const queues: Question = {
	id: 'queues',
	depth: 'questions',
	ask: async (context) => availability(await askForQueues(context)),
};

export const statistics: Question = {
	id: 'statistics',
	depth: 'questions',
	ask: async (context) => {
		const listed = await askForQueues(context);
		const own = await lookUpOwn(context);
		const known = [
			...readQueues(listed.kind === 'accepted' ? listed.result : []),
			...skillsIn(own, context),
		];
		// Any number will do to see whether the call is there.
		const skillId = known.find(({ id }) => id !== null)?.id ?? 1;
		return availability(
			await context.send(getQueueStatistics({ agentId: context.agentId, skillIds: [skillId] })),
		);
	},
};
