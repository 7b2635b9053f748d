import fc from 'fast-check';
import { extractEvent, readEvent } from '../../../../gateway/answer/events';
import { EVENT_KINDS } from '../../../../gateway/answer/eventKinds';
import { parseSiteWords } from '../../../../gateway/values/siteWords';
import { answered } from '../../../support/exchanges';

const NOW = Date.UTC(2026, 10, 21, 9, 30);
const words = {
	busyReasons: parseSiteWords('201 Lunch', { min: 200, max: 250 }),
	restReasons: parseSiteWords('1 Coffee', { min: 1, max: 255 }),
};
const defaults = { agentId: '31900', now: NOW, words };

const read = (eventType: unknown, content: unknown = null, more: object = {}) =>
	readEvent({ eventType, workNo: '31900', content, ...more }, defaults);

describe('the answer to a poll', () => {
	const event = { eventType: 'AgentOther_InService', workNo: '31900', content: null };

	it('holds one event, or none', () => {
		expect(extractEvent(answered({ retcode: '0', message: '', event }))).toEqual(event);
		expect(extractEvent(answered({ retcode: '0', message: '' }))).toBeUndefined();
		expect(extractEvent(answered({ retcode: '0', event: null }))).toBeUndefined();
		expect(extractEvent(answered({ retcode: '0', event: [event] }))).toBeUndefined();
	});

	it.each([
		answered('<html>'),
		answered('null'),
		{ type: 'lost', meaning: '', remedy: '' },
	] as const)('that is none holds none: %p', (exchange) => {
		expect(extractEvent(exchange)).toBeUndefined();
	});
});

describe('an event', () => {
	it.each([
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
		// A call is on its way: nobody was set busy.
		['AgentState_Busy', 'other'],
		['AgentEvent_Ringing', 'other'],
		['constructor', 'other'],
		[undefined, 'other'],
		[7, 'other'],
	])('%s is told as %s', (eventType, event) => {
		expect(read(eventType).event).toBe(event);
	});

	it('says when it came about, or when it was told', () => {
		const at = (eventGenTime: unknown) => read('X', null, { eventGenTime }).at;
		expect(at(NOW - 1000)).toBe('2026-11-21T09:29:59.000Z');
		expect(at(String(NOW))).toBe('2026-11-21T09:30:00.000Z');
		for (const none of [undefined, null, 0, 1210, 'soon', 1e300]) {
			expect(at(none)).toBe('2026-11-21T09:30:00.000Z');
		}
	});

	it("is the session's agent's where it does not say whose", () => {
		expect(read('X', null, { workNo: 31005 }).agentId).toBe('31005');
		for (const workNo of [undefined, null, '', {}]) {
			expect(read('X', null, { workNo }).agentId).toBe('31900');
		}
	});

	it('of a kind that has no fields of its own has what the gateway sends', () => {
		const content = { loginTime: '1', anything: [2] };
		expect(read('AgentOther_ShutdownService', content).content).toEqual(content);
		for (const none of [null, undefined, 'text', []]) {
			expect(read('AgentState_Ready', none).content).toEqual({});
		}
	});

	it('keeps what the gateway sent', () => {
		const raw = {
			eventType: 'AgentOther_Note',
			workNo: '31900',
			content: { context: 'x' },
			more: 1,
		};
		expect(readEvent(raw, defaults).raw).toBe(raw);
	});
});

describe('a note', () => {
	it('has sender and text in one form, whatever the gateway sends', () => {
		const note = {
			sender: 31001,
			sendername: 'Amara Okafor',
			receivetime: String(NOW),
			timestring: '2026-11-21 09:30:00',
			context: 'lunch',
		};
		expect(read('AgentOther_Note', note).content).toEqual({
			sender: '31001',
			senderName: 'Amara Okafor',
			text: 'lunch',
			receivedAt: '2026-11-21T09:30:00.000Z',
		});
		const nothing = { sender: null, senderName: null, text: null, receivedAt: null };
		for (const content of [null, {}, { sender: '', sendername: '', receivetime: '0' }]) {
			expect(read('AgentOther_Note', content).content).toEqual(nothing);
		}
		// An empty note is a note.
		expect(read('AgentOther_Note', { context: '' }).content).toEqual({ ...nothing, text: '' });
	});
});

describe('a reason', () => {
	it.each([
		['AgentState_SetNotReady_Success', '201', 201, 'Lunch'],
		['AgentState_SetNotReady_Success', 3, 3, null],
		['AgentState_SetRest_Success', '1', 1, 'Coffee'],
		['AgentState_SetRest_Success', undefined, null, null],
		['AgentState_SetNotReady_Success', 'Lunch', null, null],
	])('of %s %p is %p, %p', (eventType, reason, code, reasonWord) => {
		expect(read(eventType, { reason }).content).toEqual({ reason: code, reasonWord });
	});
});

it.each([
	[8, 'listen'],
	['9', 'insert'],
	[7, null],
	[undefined, null],
])('an inspection of type %p is told as %p', (qcType, kind) => {
	expect(read('AgentOther_BeQcStart', { qcType, qcAgentId: 31000 }).content).toEqual({
		inspector: '31000',
		kind,
	});
});

describe("a watched agent's change", () => {
	it.each([
		['QC_AgentState_Login', 'signedIn'],
		['QC_AgentState_Logout', 'signedOut'],
		['QC_AgentState_Busy', 'busy'],
		['QC_AgentState_Idle', 'idle'],
		['QC_AgentState_Work', 'wrapUp'],
		['QC_AgentState_Rest', 'rest'],
		['QC_AgentState_Active', 'talking'],
		['QC_AgentState_RecordBegin', 'unknown'],
		[undefined, 'unknown'],
	])('%s is the state %s, of the watched agent', (subtype, state) => {
		const content = { subtype, monitoredagent: '31002', agentname: 'Ben Larsen' };
		expect(read('QC_AgentState_Notify', content)).toMatchObject({
			agentId: '31002',
			content: { state, name: 'Ben Larsen' },
		});
	});
});

it('whatever comes is read, and never throws', () => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.string(), fc.anything()),
			fc.constantFrom('AgentOther_Note', 'QC_AgentState_Notify', 'AgentOther_BeQcStart', 'X'),
			fc.anything(),
			(more, eventType, content) => {
				const { event, agentId, at } = readEvent({ ...more, eventType, content }, defaults);
				expect(EVENT_KINDS).toContain(event);
				expect(agentId).not.toBe('');
				expect(new Date(at).toISOString()).toBe(at);
			},
		),
	);
});
