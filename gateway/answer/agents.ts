/** What the gateway says of agents and queues, in words. It never throws: what cannot be read is left out. */

/** What an agent is doing. */
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

/** The states that a person can choose from. */
export const AGENT_STATES: readonly AgentState[] = [...Object.values(STATES), 'unknown'];

/** A state in words, beside the gateway's number for it; `unknown` and no number where it says neither. */
export interface ReadState {
	state: AgentState;
	stateCode: number | null;
}

export function readState(value: unknown): ReadState {
	const code = readNumber(value);
	return { state: (code === null ? undefined : STATES[code]) ?? 'unknown', stateCode: code };
}

/** A number, also as text. */
function readNumber(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : null;
}

const readText = (value: unknown): string | null =>
	typeof value === 'string' && value !== ''
		? value
		: typeof value === 'number'
			? String(value)
			: null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The records of a list; of a single record, that one. */
const recordsIn = (value: unknown): Array<Record<string, unknown>> =>
	(Array.isArray(value) ? (value as unknown[]) : [value]).filter(isRecord);

/** A moment of the gateway, in ms since 1970, as ISO text; null for 0, nothing, and what is none. */
function readMoment(value: unknown): string | null {
	const ms = readNumber(value);
	if (ms === null || ms === 0) return null;
	const moment = new Date(ms);
	return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
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

/** What `querycustomstate` answers while none is set: one past the range (cec_07_1229). */
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
}

const readQueue = ({ id, name, mediatype, mediaType }: Record<string, unknown>): Queue => ({
	id: readNumber(id),
	name: readText(name),
	mediaType: readText(mediatype ?? mediaType),
});

/** The answer to `agentvdnskill`, and the list of queues that agents have. */
export const readQueues = (result: unknown): Queue[] =>
	recordsIn(result)
		.map(readQueue)
		.filter(({ id }) => id !== null);

/** An agent who was looked up. Moments are ISO texts. */
export interface FoundAgent extends ReadState {
	workNo: string | null;
	name: string | null;
	skills: Queue[];
	signedInAt: string | null;
	stateSince: string | null;
}

/** An agent as `agentbyworkno` and `agentbyskill` describe one (cec_07_1026, cec_07_1025). */
export function readAgent(record: Record<string, unknown>): FoundAgent {
	const { workno, name, status, skilllist, logindate, currentstatetime } = record;
	return {
		workNo: readText(workno),
		name: readText(name),
		...readState(status),
		skills: Array.isArray(skilllist) ? readQueues(skilllist) : [],
		signedInAt: readMoment(logindate),
		stateSince: readMoment(currentstatetime),
	};
}

/** All agents of an answer, each with what the gateway sent of it. */
export const readAgents = (
	result: unknown,
): Array<FoundAgent & { result: Record<string, unknown> }> =>
	recordsIn(result)
		.map((record) => ({ ...readAgent(record), result: record }))
		.filter(({ workNo }) => workNo !== null);
