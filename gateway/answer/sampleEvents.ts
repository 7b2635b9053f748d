/** Made-up events, for a test that does not wait for a real one. */
import { EVENT_KINDS, type EventKind } from './eventKinds';
import { type AgentEvent, type EventDefaults, readEvent } from './events';

interface Sample {
	eventType: string;
	/** Without it, the gateway sends null. */
	content?: (defaults: EventDefaults) => Readonly<Record<string, unknown>>;
}

/** Name and content of each kind, in the forms that `eventKinds.ts` and `eventContents.ts` read. */
const SAMPLES: Readonly<Record<EventKind, Sample>> = {
	noteReceived: {
		eventType: 'AgentOther_Note',
		content: ({ agentId, now }) => ({
			sender: agentId,
			sendername: 'Sample Agent',
			receivetime: String(now),
			timestring: new Date(now).toISOString().slice(0, 19).replace('T', ' '),
			context: 'The text of a sample note',
		}),
	},
	becameBusy: {
		eventType: 'AgentState_SetNotReady_Success',
		content: ({ words }) => ({ reason: String(words.busyReasons.entries[0]?.code ?? 0) }),
	},
	becameIdle: { eventType: 'AgentState_Ready' },
	restBegan: {
		eventType: 'AgentState_SetRest_Success',
		content: ({ words }) => ({ reason: String(words.restReasons.entries[0]?.code ?? 0) }),
	},
	restEnded: { eventType: 'AgentState_CancelRest_Success' },
	restTimeUp: { eventType: 'AgentState_Rest_Timeout' },
	wrapUp: { eventType: 'AgentState_Work' },
	signedIn: { eventType: 'AgentOther_InService' },
	signedOut: { eventType: 'AgentOther_ShutdownService' },
	inspectionBegan: {
		eventType: 'AgentOther_BeQcStart',
		content: ({ agentId }) => ({ qcType: '9', qcAgentId: agentId }),
	},
	agentStateChanged: {
		eventType: 'QC_AgentState_Notify',
		content: ({ agentId }) => ({
			subtype: 'QC_AgentState_Rest',
			monitoredagent: agentId,
			agentname: 'Sample Agent',
			mediaserver: 'CtiServer',
			jsonKey: ['subtype', 'monitoredagent', 'agentname', 'mediaserver'],
		}),
	},
	other: { eventType: 'AgentState_Busy' },
};

/**
 * Makes up an event of the first of some kinds, in the order of {@link EVENT_KINDS}. Every agent in it is the agent of
 * the credential: what the workflow does in a test concerns no one else.
 */
export function sampleEvent(kinds: ReadonlySet<EventKind>, defaults: EventDefaults): AgentEvent {
	const kind = EVENT_KINDS.find((one) => kinds.has(one)) ?? 'other';
	const { eventType, content } = SAMPLES[kind];
	const raw = { eventType, workNo: defaults.agentId, content: content?.(defaults) ?? null };
	return readEvent(raw, defaults);
}
