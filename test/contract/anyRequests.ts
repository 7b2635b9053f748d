/** One entry per file in gateway/operations/: random valid arguments and the request made from them. */
import fc, { type Arbitrary } from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	adjustSkillQueues,
	MAX_QUEUES_OF_AN_AGENT,
} from '../../gateway/operations/adjustSkillQueues';
import { agentStatus } from '../../gateway/operations/agentStatus';
import { beginMonitor, MAX_MONITORED_PER_REQUEST } from '../../gateway/operations/beginMonitor';
import { clearCustomStatus } from '../../gateway/operations/clearCustomStatus';
import { endInsert } from '../../gateway/operations/endInsert';
import { endMonitor } from '../../gateway/operations/endMonitor';
import { endRest } from '../../gateway/operations/endRest';
import { findAgents } from '../../gateway/operations/findAgents';
import { forceBusy } from '../../gateway/operations/forceBusy';
import { forceIdle } from '../../gateway/operations/forceIdle';
import { forceRest } from '../../gateway/operations/forceRest';
import { forceSignOut } from '../../gateway/operations/forceSignOut';
import { getAgent } from '../../gateway/operations/getAgent';
import {
	getQueueStatistics,
	MAX_QUEUES_PER_REQUEST,
} from '../../gateway/operations/getQueueStatistics';
import { insertIntoCall } from '../../gateway/operations/insertIntoCall';
import { listQueues } from '../../gateway/operations/listQueues';
import { pollEvents } from '../../gateway/operations/pollEvents';
import { queryCustomStatus } from '../../gateway/operations/queryCustomStatus';
import { sendNote } from '../../gateway/operations/sendNote';
import { setBusy } from '../../gateway/operations/setBusy';
import { setCustomStatus } from '../../gateway/operations/setCustomStatus';
import { setIdle } from '../../gateway/operations/setIdle';
import { setSessionLimit } from '../../gateway/operations/setSessionLimit';
import { signIn } from '../../gateway/operations/signIn';
import { startRest } from '../../gateway/operations/startRest';
import { updateGuid } from '../../gateway/operations/updateGuid';
import type { GatewayRequest } from '../../gateway/operations/request';
import type { AgentId } from '../../gateway/values/agentId';
import { MEDIA_TYPES, type MediaTypeCode } from '../../gateway/values/mediaTypes';

const workNo = fc.integer({ min: 101, max: 999_999 });
const agentId = workNo.map((id) => String(id) as AgentId);
/** The arguments of a query about another agent. */
const onAnother = fc.record({ agentId, workNo: agentId });
const skillIds = (minLength: number, maxLength: number) =>
	fc.uniqueArray(fc.integer({ min: 1, max: 999_999_999 }), { minLength, maxLength });
const time = fc.integer({ min: 1, max: 86_399 });
const text = (minLength: number, maxLength: number) =>
	fc.string({ unit: 'grapheme-ascii', minLength, maxLength });

export const ANY_REQUESTS: Readonly<Record<string, Arbitrary<GatewayRequest>>> = {
	adjustSkillQueues: fc
		.record({ agentId, workNo: agentId, skillIds: skillIds(0, MAX_QUEUES_OF_AN_AGENT) })
		.map(adjustSkillQueues),
	agentStatus: agentId.map(agentStatus),
	beginMonitor: fc
		.record({
			agentId,
			agentIds: fc.uniqueArray(workNo, { minLength: 1, maxLength: MAX_MONITORED_PER_REQUEST }),
		})
		.map(beginMonitor),
	clearCustomStatus: fc.record({ agentId }).map(clearCustomStatus),
	endInsert: onAnother.map(endInsert),
	endMonitor: fc
		.record({
			agentId,
			agentIds: fc.uniqueArray(workNo, { minLength: 1, maxLength: MAX_MONITORED_PER_REQUEST }),
		})
		.map(endMonitor),
	endRest: fc.record({ agentId }).map(endRest),
	findAgents: fc
		.record({ agentId, skillId: fc.integer({ min: 1, max: 999_999_999 }) })
		.map(findAgents),
	forceBusy: onAnother.map(forceBusy),
	forceIdle: onAnother.map(forceIdle),
	forceRest: fc
		.record({ agentId, workNo: agentId, time, restcause: fc.integer({ min: 1, max: 255 }) })
		.map(forceRest),
	forceSignOut: onAnother.map(forceSignOut),
	getAgent: onAnother.map(getAgent),
	getQueueStatistics: fc
		.record({ agentId, skillIds: skillIds(1, MAX_QUEUES_PER_REQUEST) })
		.map(getQueueStatistics),
	insertIntoCall: onAnother.map(insertIntoCall),
	listQueues: agentId.map(listQueues),
	pollEvents: agentId.map(pollEvents),
	queryCustomStatus: agentId.map(queryCustomStatus),
	sendNote: fc
		.record({
			agentId,
			agentIds: fc.uniqueArray(workNo, { minLength: 1, maxLength: 100 }),
			content: fc
				.string({ unit: 'grapheme', maxLength: 400 })
				.filter((content) => Buffer.byteLength(content) <= 1023),
		})
		.map(sendNote),
	setBusy: fc
		.record({
			agentId,
			reason: fc.oneof(fc.constant(0), fc.integer({ min: 200, max: 250 })),
			prolong: fc.boolean(),
		})
		.map(setBusy),
	setCustomStatus: fc
		.record({ agentId, customstate: fc.integer({ min: 0, max: 65_534 }) })
		.map(setCustomStatus),
	setIdle: fc.record({ agentId }).map(setIdle),
	setSessionLimit: fc
		.record({
			agentId,
			mediaType: fc.constantFrom(...(Object.keys(MEDIA_TYPES) as MediaTypeCode[])),
			callnums: fc.integer({ min: 1, max: 60 }).map(String),
		})
		.map(setSessionLimit),
	signIn: fc
		.record({ agentId, password: text(1, 32), phonenum: text(1, 24), force: fc.boolean() })
		.map(signIn),
	startRest: fc
		.record({
			agentId,
			time,
			restcause: fc.integer({ min: 0, max: 255 }),
			prolong: fc.boolean(),
		})
		.map(startRest),
	updateGuid: agentId.map(updateGuid),
};

/** The names of the files in gateway/operations/. */
export const OPERATIONS = readdirSync(join(__dirname, '..', '..', 'gateway', 'operations'))
	.map((file) => file.replace(/\.ts$/, ''))
	.filter((name) => name !== 'request')
	.sort();
