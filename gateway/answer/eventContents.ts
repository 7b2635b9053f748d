/** Reads the content of an event, in one form for all kinds of events. Never throws. */
import type { AgentState } from './agents';
import type { EventKind } from './eventKinds';
import { ownEntry } from '../values/ownEntry';
import { FIRST_MOMENT, isoText, readNumber, readText } from './fields';
import { type SiteWords, wordOf } from '../values/siteWords';

/** The site's own words for reasons. */
export interface SiteWordLists {
	busyReasons: SiteWords;
	restReasons: SiteWords;
}

type Content = Readonly<Record<string, unknown>>;

/**
 * A note. The pages show no content (null, api-ccfs-cec, cec_07_1353); the fields are those that Huawei's
 * QuickAgentDemo_CSharp (2018) reads, null if the gateway does not send them.
 */
function readNote({ sender, sendername, context, receivetime }: Content): Content {
	const receivedAt = readNumber(receivetime) ?? 0;
	return {
		sender: readText(sender),
		senderName: readText(sendername),
		text: typeof context === 'string' ? context : null,
		receivedAt: receivedAt < FIRST_MOMENT ? null : isoText(receivedAt),
	};
}

/** A code with the site's word for it (api-ccfs-cec, cec_07_1346 and 1348); 0 stands for none. */
function readReason({ reason }: Content, words: SiteWords): Content {
	const code = readNumber(reason);
	return { reason: code, reasonWord: wordOf(words, code) };
}

/** `qcType` of the two kinds of inspection that are known (api-cec, cec_07_0542). */
const INSPECTIONS: Readonly<Record<string, string>> = { '8': 'listen', '9': 'insert' };

const readInspectionEvent = ({ qcType, qcAgentId }: Content): Content => ({
	inspector: readText(qcAgentId),
	kind: ownEntry(INSPECTIONS, readText(qcType) ?? '') ?? null,
});

/**
 * Activity of a watched agent, numbered as in Huawei's ICP Bridge (2018); the page names only signing in and out
 * (api-ccfs-cec, cec_07_0541). Others, such as the start of a recording, are no states.
 */
const MONITORED: ReadonlyMap<string, AgentState | 'signedIn'> = new Map([
	['QC_AgentState_Login', 'signedIn'],
	['QC_AgentState_Logout', 'signedOut'],
	['QC_AgentState_Busy', 'busy'],
	['QC_AgentState_Idle', 'idle'],
	['QC_AgentState_Work', 'wrapUp'],
	['QC_AgentState_Rest', 'rest'],
	['QC_AgentState_Active', 'talking'],
]);

const readMonitored = ({ subtype, agentname }: Content): Content => ({
	state: MONITORED.get(readText(subtype) ?? '') ?? 'unknown',
	name: readText(agentname),
});

/** @param given the content that the gateway sent; empty for none */
export function readContent(event: EventKind, given: Content, words: SiteWordLists): Content {
	switch (event) {
		case 'noteReceived':
			return readNote(given);
		case 'becameBusy':
			return readReason(given, words.busyReasons);
		case 'restBegan':
			return readReason(given, words.restReasons);
		case 'inspectionBegan':
			return readInspectionEvent(given);
		case 'agentStateChanged':
			return readMonitored(given);
		default:
			return given;
	}
}
