/** The kinds of events, in an analyst's words. */

/** Kind of an event. */
export const EVENT_KINDS = [
	'noteReceived',
	'becameBusy',
	'becameIdle',
	'restBegan',
	'restEnded',
	'restTimeUp',
	'wrapUp',
	'signedIn',
	'signedOut',
	'inspectionBegan',
	'agentStateChanged',
	'other',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * Kinds by the gateway's names (index: devg-lightweight-cec, cec_05_1316). A kind has several names: a busy state, a
 * call and a wrap-up each end with an event of their own, and the agent is idle after all of them. The two names with
 * "Force" are known from clients only (Huawei's AgentServerDemo_Java, 2019). `AgentState_Busy` means that a call is
 * arriving, not that the agent was set busy (api-ccfs-cec, cec_07_1343).
 */
const KINDS: ReadonlyMap<string, EventKind> = new Map([
	['AgentOther_Note', 'noteReceived'],
	['AgentState_SetNotReady_Success', 'becameBusy'],
	['AgentState_Force_SetNotReady', 'becameBusy'],
	['AgentState_Ready', 'becameIdle'],
	['AgentState_Force_Ready', 'becameIdle'],
	['AgentState_CancelNotReady_Success', 'becameIdle'],
	['AgentState_CancelWork_Success', 'becameIdle'],
	['AgentState_SetRest_Success', 'restBegan'],
	['AgentState_CancelRest_Success', 'restEnded'],
	['AgentState_Rest_Timeout', 'restTimeUp'],
	['AgentState_Work', 'wrapUp'],
	['AgentState_SetWork_Success', 'wrapUp'],
	['AgentOther_InService', 'signedIn'],
	['AgentOther_ShutdownService', 'signedOut'],
	['AgentOther_BeQcStart', 'inspectionBegan'],
	['QC_AgentState_Notify', 'agentStateChanged'],
]);

/** The kind of an event by the gateway's name. */
export const eventKindOf = (eventType: unknown): EventKind =>
	(typeof eventType === 'string' ? KINDS.get(eventType) : undefined) ?? 'other';
