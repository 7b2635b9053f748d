/** Reads agents and queues into words. Never throws; unreadable values are left out. */

import type { AgentId } from '../values/agentId';
import { quote } from '../values/invalidValueError';
import { mediaTypeName as nameOfMediaType } from '../values/mediaTypes';
import { FIRST_MOMENT, isoText, isRecord, readNumber, readText } from './fields';

/** State of an agent. */
export type AgentState =
	'signedOut' | 'busy' | 'idle' | 'wrapUp' | 'talking' | 'rest' | 'preRest' | 'unknown';

/**
 * The numbers of CC-Gateway, as `agentstatus` and `status` have them (api-ccfs-cec, cec_07_0581). The CTI and
 * `syncagentinfo` number states differently. 1 and 6 are not used.
 */
const STATES: Readonly<Record<number, AgentState>> = {
	2: 'signedOut',
	3: 'busy',
	4: 'idle',
	5: 'wrapUp',
	7: 'talking',
	8: 'rest',
	9: 'preRest',
};

/** States that a person can choose. */
export const AGENT_STATES: readonly AgentState[] = [...Object.values(STATES), 'unknown'];

/** A state in words, and the gateway's number for it; `unknown` and no number if it sends neither. */
export interface ReadState {
	state: AgentState;
	stateCode: number | null;
}

export function readState(value: unknown): ReadState {
	const code = readNumber(value);
	return { state: (code === null ? undefined : STATES[code]) ?? 'unknown', stateCode: code };
}

/** Maximum number of records that are read of a list. The gateway sends at most 500 agents (cec_07_1025). */
export const MAX_RECORDS = 2_000;

/** The first records of a list; of a single record, that one. */
const recordsIn = (value: unknown): Array<Record<string, unknown>> =>
	(Array.isArray(value) ? (value.slice(0, MAX_RECORDS) as unknown[]) : [value]).filter(isRecord);

/** Sign-in time of an agent that is signed out, in ms: the largest number of seconds in 32 bits (cec_07_2564). */
const NEVER = 4_294_967_295_000;

/** A time of the gateway, in ms since 1970, as ISO text; null for 0, "never" and anything else. */
function readMoment(value: unknown): string | null {
	const ms = readNumber(value);
	return ms === null || ms === 0 || ms === NEVER ? null : isoText(ms);
}

/**
 * Start of a state, as ISO text. The sample of cec_07_1026 shows 1210; a page of the monitoring service (cec_07_2564)
 * describes the same field as the seconds up to now.
 */
function readSince(value: unknown, now: number): string | null {
	const number = readNumber(value);
	if (number === null) return null;
	return number < FIRST_MOMENT ? isoText(now - 1000 * number) : readMoment(number);
}

/** The answer to `agentstatus`: typed a list in the document, an object in its sample (cec_07_1222). */
export function readAgentStatus(result: unknown): ReadState & { isWorking: boolean | null } {
	const [status = {}] = recordsIn(result);
	const { agentState, isWorking } = status;
	return {
		...readState(agentState),
		isWorking: typeof isWorking === 'boolean' ? isWorking : null,
	};
}

/** The reason why an answer to `agentstatus` cannot be used; undefined if it can. */
export const unusableStatus = ({
	stateCode,
	isWorking,
}: ReturnType<typeof readAgentStatus>): UnusableAnswer | undefined =>
	stateCode === null && isWorking === null
		? { meaning: "the gateway's answer does not say what the agent is doing" }
		: undefined;

/** Answer of `querycustomstate` while no status is set: one past the range (cec_07_1229). */
const NO_CUSTOM_STATUS = 65_535;

/** The answer to `querycustomstate`: a code, or null for none. */
export function readCustomStatus(result: unknown): number | null {
	const [status = {}] = recordsIn(result);
	const code = readNumber(status.agentcustomstate);
	return code === NO_CUSTOM_STATUS ? null : code;
}

/** A skill queue. */
export interface Queue {
	id: number | null;
	name: string | null;
	/** A code, as text. */
	mediaType: string | null;
	/** Name of a documented code. */
	mediaTypeName?: string;
}

function readQueue({ id, name, mediatype, mediaType: other }: Record<string, unknown>): Queue {
	const mediaType = readText(mediatype ?? other);
	const mediaTypeName = nameOfMediaType(mediaType);
	return {
		id: readNumber(id),
		name: readText(name),
		mediaType,
		...(mediaTypeName === null ? {} : { mediaTypeName }),
	};
}

/** The answer to `agentvdnskill`, and the list of queues that agents have. */
export const readQueues = (result: unknown): Queue[] =>
	recordsIn(result)
		.map(readQueue)
		.filter(({ id }) => id !== null);

/** An agent that was looked up. Times are ISO texts. */
export interface FoundAgent extends ReadState {
	workNo: string | null;
	name: string | null;
	skills: Queue[];
	signedInAt: string | null;
	stateSince: string | null;
}

/** An agent as `agentbyworkno` and `agentbyskill` describe one (cec_07_1026, cec_07_1025). */
function readRecord(record: Record<string, unknown>, now: number): FoundAgent {
	const { workno, name, status, skilllist, logindate, currentstatetime } = record;
	return {
		workNo: readText(workno),
		name: readText(name),
		...readState(status),
		skills: Array.isArray(skilllist) ? readQueues(skilllist) : [],
		signedInAt: readMoment(logindate),
		stateSince: readSince(currentstatetime, now),
	};
}

/** An accepted answer that does not answer the question. */
export interface UnusableAnswer {
	/** A clause, to follow "Agent 31002 was not looked up:". */
	meaning: string;
}

/** Returns true for a record that describes no agent. */
const isEmpty = ({ workNo, name, stateCode, skills }: FoundAgent): boolean =>
	workNo === null && name === null && stateCode === null && skills.length === 0;

/**
 * Reads the answer to `agentbyworkno`. A record without an ID counts as that of the requested agent.
 * @param workNo the requested agent
 * @param now time of the answer, in ms since 1970
 * @returns the agent, or the reason why the answer cannot be used: it is empty or about another agent
 */
export function readAgent(
	result: unknown,
	workNo: AgentId,
	now: number,
): FoundAgent | UnusableAnswer {
	const records = recordsIn(result)
		.map((record) => readRecord(record, now))
		.filter((record) => !isEmpty(record));
	const own = records.find((record) => record.workNo === null || record.workNo.trim() === workNo);
	if (own !== undefined) return own;
	const [other] = records;
	return {
		meaning:
			other === undefined
				? `the gateway's answer says nothing about agent ${workNo}`
				: `the gateway's answer is about another agent, ${quote(other.workNo)}`,
	};
}

/**
 * Reads the answer to `agentbyskill`: its agents, each with its raw record.
 * @param now time of the answer, in ms since 1970
 */
export const readAgents = (
	result: unknown,
	now: number,
): Array<FoundAgent & { result: Record<string, unknown> }> =>
	recordsIn(result)
		.map((record) => ({ ...readRecord(record, now), result: record }))
		.filter(({ workNo }) => workNo !== null);
