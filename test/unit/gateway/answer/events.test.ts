import fc from 'fast-check';
import { readEvent, readPollAnswer } from '../../../../gateway/answer/events';
import { EVENT_KINDS } from '../../../../gateway/answer/eventKinds';
import { parseSiteWords } from '../../../../gateway/values/siteWords';
import { answered } from '../../../support/exchanges';

const NOW = Date.UTC(2026, 10, 21, 9, 30);
const words = {
	busyReasons: parseSiteWords('201 Lunch', { min: 200, max: 250 }),
	restReasons: parseSiteWords('1 Coffee', { min: 1, max: 255 }),
};
const defaults = { agentId: '31900', now: NOW, words };

const EVENT_TYPES = [
	...['AgentOther_Note', 'AgentOther_BeQcStart', 'QC_AgentState_Notify'],
	...['AgentState_SetNotReady_Success', 'AgentState_SetRest_Success', 'Unknown'],
] as const;

const read = (eventType: unknown, content: unknown = null, more: object = {}) =>
	readEvent({ eventType, workNo: '31900', content, ...more }, defaults);

describe('the answer to a poll', () => {
	const event = { eventType: 'AgentOther_InService', workNo: '31900', content: null };

	const other = { eventType: 'AgentOther_Note', workNo: '31900', content: { context: 'x' } };

	it.each<[string, unknown, unknown[]]>([
		['one event', { retcode: '0', message: '', event }, [event]],
		['no event', { retcode: '0', message: '' }, []],
		['null', { retcode: '0', event: null }, []],
		['an empty text', { retcode: '0', event: '' }, []],
		['an empty object', { retcode: '0', event: {} }, []],
		['an empty list', { retcode: '0', event: [] }, []],
		['a list', { retcode: '0', event: [event, other] }, [event, other]],
		['JSON text', { retcode: '0', event: JSON.stringify(event) }, [event]],
		['a list as JSON text', { event: JSON.stringify([event, other]) }, [event, other]],
		['a list of JSON texts', { event: [JSON.stringify(event), other] }, [event, other]],
		['an answer as JSON text', JSON.stringify(JSON.stringify({ event })), [event]],
		['no retcode', { message: '', event }, [event]],
		['a list with a gap', { event: [null, event] }, [event]],
		['null as JSON text', { retcode: '0', event: 'null' }, []],
		['lists in lists', { event: [[[event]], [other]] }, [event, other]],
		['JSON text in lists', { event: [[JSON.stringify(event)]] }, [event]],
	])('with %s is read', (_form, body, events) => {
		expect(readPollAnswer(answered(body))).toEqual({ events, unreadable: false });
	});

	it.each<[string, unknown, unknown[]]>([
		['a trailing comma', `{"retcode":"0","event":${JSON.stringify(event)},}`, []],
		['half of it', `{"retcode":"0","event":{"eventType":"Agent`, []],
		['a number', { retcode: '0', event: 7 }, []],
		['a text', { retcode: '0', event: 'AgentOther_Note' }, []],
		['a number in a list', { retcode: '0', event: [event, 7] }, [event]],
		['a list around the answer', [{ retcode: '0', event }], []],
		['too many lists in lists', { event: [[[[event]]], other] }, [other]],
		['JSON text in too many lists', { event: [[[JSON.stringify(event)]], other] }, [other]],
		['too many JSON texts', { event: [JSON.stringify([JSON.stringify([event])])] }, []],
	])('with %s is reported as unreadable', (_form, body, events) => {
		expect(readPollAnswer(answered(body))).toEqual({ events, unreadable: true });
	});

	it.each([
		answered('<html>'),
		answered('null'),
		answered('[]'),
		{ type: 'lost', meaning: '', remedy: '' },
	] as const)('without an event is empty: %p', (exchange) => {
		expect(readPollAnswer(exchange)).toEqual({ events: [], unreadable: false });
	});

	it('is read without an error from any JSON', () => {
		const keys = fc.constantFrom(
			...['event', 'eventType', 'content', 'qcType', 'subtype', 'reason', 'workNo'],
			...['toString', 'constructor', '__proto__', 'hasOwnProperty', 'toJSON', 'eventGenTime'],
		);
		const leaf = fc.oneof(
			fc.jsonValue(),
			fc.constantFrom('constructor', 'toString', ...EVENT_TYPES),
		);
		const { value } = fc.letrec<{ value: unknown }>((tie) => ({
			value: fc.oneof(
				{ maxDepth: 4 },
				leaf,
				fc.array(tie('value'), { maxLength: 3 }),
				fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 }).map(
					(entries) =>
						// As JSON.parse makes it: own properties, whatever their names.
						JSON.parse(
							`{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${JSON.stringify(entry)}`).join(',')}}`,
						) as unknown,
				),
			),
		}));
		fc.assert(
			fc.property(value, fc.constantFrom(...EVENT_TYPES), (content, eventType) => {
				const odd = { eventType: content, workNo: content, eventGenTime: content };
				for (const raw of [
					{ ...odd, content },
					{ ...odd, eventType, content },
				]) {
					for (const event of [raw, [raw, content], JSON.stringify(raw), content]) {
						for (const one of readPollAnswer(answered(JSON.stringify({ event }))).events) {
							const reported = readEvent(one, defaults);
							expect(JSON.parse(JSON.stringify(reported.content))).toEqual(reported.content);
						}
					}
				}
			}),
		);
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
		// A call is arriving: no agent was set busy.
		['AgentState_Busy', 'other'],
		['AgentEvent_Ringing', 'other'],
		['constructor', 'other'],
		[undefined, 'other'],
		[7, 'other'],
	])('%s becomes %s', (eventType, event) => {
		expect(read(eventType).event).toBe(event);
	});

	it("has the gateway's time, or the time of its arrival", () => {
		const at = (eventGenTime: unknown) => read('X', null, { eventGenTime }).at;
		expect(at(NOW - 1000)).toBe('2026-11-21T09:29:59.000Z');
		expect(at(String(NOW))).toBe('2026-11-21T09:30:00.000Z');
		for (const none of [undefined, null, 0, 1210, 'soon', 1e300]) {
			expect(at(none)).toBe('2026-11-21T09:30:00.000Z');
		}
		expect(at(31_536_000_000)).toBe('1971-01-01T00:00:00.000Z');
	});

	it("belongs to the session's agent if it names none", () => {
		expect(read('X', null, { workNo: 31005 }).agentId).toBe('31005');
		for (const workNo of [undefined, null, '', {}]) {
			expect(read('X', null, { workNo }).agentId).toBe('31900');
		}
	});

	it('is about another agent only if that agent is watched', () => {
		const content = { monitoredagent: '31005' };
		expect(read('AgentOther_Note', content).agentId).toBe('31900');
		expect(read('QC_AgentState_Notify', content).agentId).toBe('31005');
	});

	it("of a kind without fields of its own holds the gateway's content", () => {
		const content = { loginTime: '1', anything: [2] };
		expect(read('AgentOther_ShutdownService', content).content).toEqual(content);
		for (const none of [null, undefined, 'text', []]) {
			expect(read('AgentState_Ready', none).content).toEqual({});
		}
	});

	it("keeps the gateway's record", () => {
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
	it('has sender and text in one form for every form of the gateway', () => {
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
		expect(read('AgentOther_Note', { receivetime: 31_536_000_000 }).content).toHaveProperty(
			...['receivedAt', '1971-01-01T00:00:00.000Z'],
		);
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
	['constructor', null],
	[{ toString: 8 }, null],
	[undefined, null],
])('an inspection of type %p becomes %p', (qcType, kind) => {
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

it('reads any JSON without an error', () => {
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
