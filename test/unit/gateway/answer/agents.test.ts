import fc from 'fast-check';
import {
	AGENT_STATES,
	MAX_RECORDS,
	readAgent,
	readAgents,
	readAgentStatus,
	readCustomStatus,
	readQueues,
	readState,
	unusableStatus,
} from '../../../../gateway/answer/agents';
import { parseAgentId } from '../../../../gateway/values/agentId';

const AGENT = parseAgentId(20011);
const NOW = Date.UTC(2026, 10, 21, 12);

describe('the state of an agent', () => {
	it.each([
		[2, 'signedOut'],
		[3, 'busy'],
		['4', 'idle'],
		[' 4 ', 'idle'],
		[5, 'wrapUp'],
		['7', 'talking'],
		[8, 'rest'],
		[9, 'preRest'],
	])('%p is %s', (value, state) => {
		expect(readState(value)).toEqual({ state, stateCode: Number(value) });
	});

	it.each([0, 1, 6, '10', 255])('%p is unknown and shown unchanged', (value) => {
		expect(readState(value)).toEqual({ state: 'unknown', stateCode: Number(value) });
	});

	it.each([undefined, null, '', 'busy', '-1', '4.5', NaN, Infinity, true, {}, [4]])(
		'%p holds no state',
		(value) => {
			expect(readState(value)).toEqual({ state: 'unknown', stateCode: null });
		},
	);

	it('is one of the states that a user can choose', () => {
		expect([...AGENT_STATES].sort()).toEqual(
			['signedOut', 'busy', 'idle', 'wrapUp', 'talking', 'rest', 'preRest', 'unknown'].sort(),
		);
	});
});

describe("the answer to a query of the agent's own status", () => {
	it('is an object, or a list with one', () => {
		const found = { state: 'talking', stateCode: 7, isWorking: true };
		expect(readAgentStatus({ agentState: 7, isWorking: true })).toEqual(found);
		expect(readAgentStatus([{ agentState: '7', isWorking: true }])).toEqual(found);
	});

	it.each([null, undefined, [], {}, 'x', 4, [null], { agentState: {} }])(
		'%j holds no status',
		(result) => {
			expect(readAgentStatus(result)).toEqual({
				state: 'unknown',
				stateCode: null,
				isWorking: null,
			});
		},
	);
});

it.each([
	[{ agentState: 4 }, undefined],
	[{ isWorking: false }, undefined],
	[{ agentState: 1, isWorking: true }, undefined],
	[{ workno: '20011' }, "the gateway's answer does not say what the agent is doing"],
])('%j is usable as a status, or not: %p', (result, meaning) => {
	expect(unusableStatus(readAgentStatus(result))?.meaning).toBe(meaning);
});

describe('the answer to a query of the custom status', () => {
	it.each([
		[{ agentcustomstate: '100' }, 100],
		[{ agentcustomstate: 0 }, 0],
		[{ agentcustomstate: '65535' }, null],
		[{ agentcustomstate: 65_535 }, null],
		[{ agentcustomstate: 'x' }, null],
		[{}, null],
		[null, null],
	])('%j means %p', (result, code) => {
		expect(readCustomStatus(result)).toBe(code);
	});
});

describe('queues', () => {
	it('have an ID, and optionally a name and a media type in any spelling', () => {
		expect(
			readQueues([
				{ name: 'voice', id: 6, mediatype: 5 },
				{ name: '', id: '7', mediaType: '53' },
				{ name: 'no ID' },
				null,
				'x',
			]),
		).toEqual([
			{ id: 6, name: 'voice', mediaType: '5', mediaTypeName: 'Common Voice or Video Call' },
			{ id: 7, name: null, mediaType: '53', mediaTypeName: 'Social Chat' },
		]);
	});

	it('have no name for an undocumented media type', () => {
		expect(
			readQueues([
				{ id: 6, mediatype: 99 },
				{ id: 7, mediatype: 'toString' },
			]),
		).toEqual([
			{ id: 6, name: null, mediaType: '99' },
			{ id: 7, name: null, mediaType: 'toString' },
		]);
	});

	it.each([null, undefined, 'x', {}])('%j holds no queue', (result) => {
		expect(readQueues(result)).toEqual([]);
	});
});

describe('agents', () => {
	/** The sample of cec_07_1026. */
	const sample = {
		workno: '20011',
		name: '20011',
		status: '4',
		ctiStatus: '1',
		skilllist: [{ name: 'voice', id: 6, mediatype: 5 }],
		currentstatetime: 1210,
		logindate: 1501125758000,
	};

	it('are described in words', () => {
		expect(readAgent(sample, AGENT, NOW)).toEqual({
			workNo: '20011',
			name: '20011',
			state: 'idle',
			stateCode: 4,
			skills: [
				{ id: 6, name: 'voice', mediaType: '5', mediaTypeName: 'Common Voice or Video Call' },
			],
			signedInAt: '2017-07-27T03:22:38.000Z',
			stateSince: '2026-11-21T11:39:50.000Z',
		});
		expect(readAgent([sample], AGENT, NOW)).toEqual(readAgent(sample, AGENT, NOW));
	});

	it("have the gateway's state, never that of the CTI platform", () => {
		const agent = readAgent({ ...sample, status: undefined, ctiStatus: '7' }, AGENT, NOW);
		expect(agent).toHaveProperty('state', 'unknown');
	});

	it.each([
		[0, '2026-11-21T12:00:00.000Z'],
		['60', '2026-11-21T11:59:00.000Z'],
		[1501125758000, '2017-07-27T03:22:38.000Z'],
		[31_536_000_000, '1971-01-01T00:00:00.000Z'],
		[null, null],
		['soon', null],
	])('are in their state since %p: %p', (currentstatetime, stateSince) => {
		const agent = readAgent({ ...sample, currentstatetime }, AGENT, NOW);
		expect(agent).toHaveProperty('stateSince', stateSince);
	});

	it.each([0, 4_294_967_295_000, null, 'x', 9e15])('did not sign in at %p', (logindate) => {
		expect(readAgent({ ...sample, logindate }, AGENT, NOW)).toHaveProperty('signedInAt', null);
	});

	it('are found by ID in a list', () => {
		const other = { ...sample, workno: '31999' };
		expect(readAgent([other, sample], AGENT, NOW)).toMatchObject({ workNo: '20011' });
	});

	it.each([{ workno: ' 20011 ' }, { name: 'Amara' }, { status: 4 }, { skilllist: [{ id: 6 }] }])(
		'are found in %j: a record without an ID is that of the requested agent',
		(record) => {
			expect(readAgent(record, AGENT, NOW)).toHaveProperty('skills');
			expect(readAgent([{}, record], AGENT, NOW)).toHaveProperty('skills');
		},
	);

	it('are not confused with another agent that has an ID only', () => {
		expect(readAgent({ workno: '31999' }, AGENT, NOW)).toEqual({
			meaning: "the gateway's answer is about another agent, '31999'",
		});
	});

	it('are not confused with another agent', () => {
		for (const workno of ['31999', 31999]) {
			expect(readAgent({ ...sample, workno }, AGENT, NOW)).toEqual({
				meaning: "the gateway's answer is about another agent, '31999'",
			});
		}
	});

	it.each([null, undefined, '', [], {}, [{}], { skilllist: [] }])(
		'are not found in %j',
		(result) => {
			expect(readAgent(result, AGENT, NOW)).toEqual({
				meaning: "the gateway's answer says nothing about agent 20011",
			});
			expect(unusableStatus(readAgentStatus(result))).toEqual({
				meaning: "the gateway's answer does not say what the agent is doing",
			});
		},
	);

	it("are listed with the gateway's record, except for records without an ID", () => {
		const odd = { workno: 31002, status: 3 };
		const agents = readAgents([sample, { name: 'nobody' }, null, odd], NOW);
		expect(agents.map(({ workNo, state }) => [workNo, state])).toEqual([
			['20011', 'idle'],
			['31002', 'busy'],
		]);
		expect(agents[1]).toMatchObject({ name: null, skills: [], signedInAt: null, result: odd });
		for (const nothing of [null, [], {}, 'x']) expect(readAgents(nothing, NOW)).toEqual([]);
	});

	it('are read from the first two thousand records only', () => {
		const records = Array.from({ length: MAX_RECORDS + 1 }, (_, index) => ({
			workno: index + 101,
		}));
		expect(readAgents(records, NOW)).toHaveLength(MAX_RECORDS);
	});

	it('are read without an error from any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (result) => {
				const agent = readAgent(result, AGENT, NOW);
				const { state, stateCode } = 'meaning' in agent ? readState(null) : agent;
				expect(AGENT_STATES).toContain(state);
				expect(stateCode === null || Number.isFinite(stateCode)).toBe(true);
				readAgents(result, NOW);
				readAgentStatus(result);
				readCustomStatus(result);
				readQueues(result);
			}),
		);
	});
});
