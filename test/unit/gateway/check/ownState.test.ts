/** The agent's own state, put back after a check, against an agent that obeys some requests only. */
import { OwnState } from '../../../../gateway/check/ownState';
import { readReply, type Reply } from '../../../../gateway/check/reply';
import { endMonitor } from '../../../../gateway/operations/endMonitor';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { setBusy } from '../../../../gateway/operations/setBusy';
import { setCustomStatus } from '../../../../gateway/operations/setCustomStatus';
import { setIdle } from '../../../../gateway/operations/setIdle';
import { answered, answeredWith } from '../../../support/exchanges';
import { SERVICE_AGENT_ID as agentId } from '../../../support/serviceAccount';

const CODES: Record<string, number> = { signedOut: 2, busy: 3, idle: 4, rest: 8 };

/** An agent, and the requests that it got. */
class TestAgent {
	readonly agentId = agentId;
	signedIn = false;
	state = 'idle';
	/** Reason of its busy state. */
	reason = 0;
	custom = 65_535;
	/** Reading of the custom status while none is set. */
	none = 65_535;
	/** Last parts of the paths of requests that it refuses, or that cannot be sent. */
	readonly refused = new Set<string>();
	readonly impossible = new Set<string>();
	/** Number of further changes that are lost. */
	lost = 0;
	readonly sent: string[] = [];
	readonly pauses: number[] = [];

	readonly pause = async (ms: number): Promise<void> => {
		this.pauses.push(ms);
	};

	readonly send = async (request: GatewayRequest): Promise<Reply> => {
		const name = request.path.split('/').at(-1) ?? '';
		if (request.agentId !== agentId) throw new Error('This is another agent');
		const { reason, customstate } = request.query ?? {};
		const values = Object.values(request.query ?? {});
		if (request.method !== 'GET') this.sent.push([name, ...values].join(' '));
		if (this.impossible.has(name)) throw new Error('No request is possible');
		const reply = (result: unknown): Reply =>
			readReply(answered({ retcode: '0', message: '', result }), request);
		if (this.refused.has(name)) return readReply(answeredWith('900-002'), request);
		if (request.method === 'GET') {
			return name === 'agentstatus'
				? reply({ agentState: CODES[this.state] })
				: reply({ agentcustomstate: this.custom });
		}
		if (this.lost-- > 0) {
			return readReply({ type: 'lost', meaning: 'no answer came', remedy: '' }, request);
		}
		if (name === 'sayfree') this.state = 'idle';
		if (name === 'saybusy') {
			// As at the gateway: without a reason, a busy agent stays as it is.
			if (this.state === 'busy' && reason === 0) return readReply(answeredWith('100-009'), request);
			[this.state, this.reason] = ['busy', Number(reason)];
		}
		if (name === 'setcustomstate') this.custom = Number(customstate);
		if (name === 'cancelsetcustomstate') this.custom = this.none;
		return reply(null);
	};
}

let agent: TestAgent;
let own: OwnState;
beforeEach(() => {
	agent = new TestAgent();
	own = new OwnState(agent);
});

const IDLE = setIdle({ agentId });
const BUSY = setBusy({ agentId, reason: 0, prolong: false });

describe('the state of the agent can be changed', () => {
	it('if it is idle', async () => {
		expect(await own.obstacle()).toBeUndefined();
		expect(own.wasIdle).toBe(true);
	});

	it('if the check signed it in, which made it busy', async () => {
		agent.state = 'busy';
		agent.signedIn = true;
		expect(await own.obstacle()).toBeUndefined();
		expect(own.wasIdle).toBe(false);
	});

	it('not if it is busy in an older session', async () => {
		agent.state = 'busy';
		expect(await own.obstacle()).toBe(
			'agent 31900 is busy, perhaps with a reason, which could not be put back: set it idle first',
		);
	});

	it('not if it is at rest, even in a session of the check', async () => {
		agent.state = 'rest';
		agent.signedIn = true;
		expect(await own.obstacle()).toBe(
			'agent 31900 is neither idle nor just signed in, so its state could not be put back',
		);
	});

	it('not while it is not known, which is asked again', async () => {
		agent.refused.add('agentstatus');
		expect(await own.obstacle()).toBe('the state of agent 31900 is not known');
		agent.refused.clear();
		expect(await own.obstacle()).toBeUndefined();
	});

	it('as it was before the first change: it is asked once', async () => {
		await own.obstacle();
		await own.changeState(BUSY);
		expect(await own.obstacle()).toBeUndefined();
		expect(own.wasIdle).toBe(true);
	});
});

describe('restoring', () => {
	it('sends nothing if nothing was changed', async () => {
		await own.obstacle();
		await own.noteCustomStatus();
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual([]);
	});

	it('sets an agent idle that was idle', async () => {
		await own.obstacle();
		await own.changeState(BUSY);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['saybusy 0 false', 'sayfree']);
	});

	it('sends nothing to an agent that is as it was', async () => {
		await own.obstacle();
		await own.changeState(IDLE);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['sayfree']);
		expect(agent.pauses).toEqual([]);
	});

	it('sets an agent busy that was busy, without a reason', async () => {
		[agent.state, agent.signedIn] = ['busy', true];
		await own.obstacle();
		await own.changeState(IDLE);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['sayfree', 'saybusy 0 false']);
	});

	it('takes a reason away by way of idle', async () => {
		[agent.state, agent.signedIn] = ['busy', true];
		await own.obstacle();
		await own.setBusyWithReason(200);
		expect(agent.reason).toBe(200);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['saybusy 200 true', 'sayfree', 'saybusy 0 false']);
		expect([agent.state, agent.reason]).toEqual(['busy', 0]);
	});

	it('does not set an agent busy whose reason cannot be taken away', async () => {
		[agent.state, agent.signedIn] = ['busy', true];
		await own.obstacle();
		await own.setBusyWithReason(200);
		agent.refused.add('sayfree');
		agent.sent.splice(0);
		expect(await own.restore(agent)).toEqual([
			'Agent 31900 was busy without a reason before, and could not be put back. Do it by hand.',
		]);
		expect(agent.sent).toEqual(Array(6).fill('sayfree'));
	});

	it('looks at an agent whose session was lost: the next sign-in makes it busy', async () => {
		await own.obstacle();
		own.loseSession();
		agent.state = 'busy';
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.state).toBe('idle');
	});

	it('tries six times, a second apart', async () => {
		await own.obstacle();
		await own.changeState(BUSY);
		agent.lost = 5;
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.pauses).toEqual(Array(5).fill(1_000));
	});

	it('reports an agent that could not be put back', async () => {
		await own.obstacle();
		await own.changeState(BUSY);
		agent.lost = 6;
		expect(await own.restore(agent)).toEqual([
			'Agent 31900 was idle before, and could not be put back. Do it by hand.',
		]);
	});

	it.each(['cancelsetcustomstate', 'querycustomstate'])(
		'goes on if %s cannot be sent',
		async (name) => {
			await own.noteCustomStatus();
			await own.changeCustomStatus(setCustomStatus({ agentId, customstate: 7 }));
			own.monitoring(endMonitor({ agentId, agentIds: [31_001] }));
			agent.impossible.add(name).add('endmonitor');
			expect(await own.restore(agent)).toHaveLength(1);
		},
	);

	it.each(['agentstatus', 'sayfree'])('goes on if %s cannot be sent', async (name) => {
		await own.obstacle();
		await own.changeState(BUSY);
		agent.impossible.add(name);
		expect(await own.restore(agent)).toHaveLength(1);
	});

	it('does not take a refused look for the right state', async () => {
		await own.obstacle();
		await own.changeState(BUSY);
		agent.refused.add('agentstatus');
		expect(await own.restore(agent)).toHaveLength(1);
	});
});

describe('the custom status', () => {
	const change = async (customstate: number) =>
		await own.changeCustomStatus(setCustomStatus({ agentId, customstate }));

	it('is noted once, and read again', async () => {
		agent.custom = 7;
		expect(await own.noteCustomStatus()).toBe(7);
		agent.custom = 8;
		expect(await own.noteCustomStatus()).toBe(7);
		expect(await own.readCustomStatus()).toBe(8);
	});

	it('is not known if the gateway refuses to tell, or tells no number', async () => {
		agent.refused.add('querycustomstate');
		expect(await own.readCustomStatus()).toBeUndefined();
		agent.refused.clear();
		agent.custom = NaN;
		expect(await own.readCustomStatus()).toBeUndefined();
	});

	it('is set again', async () => {
		agent.custom = 7;
		await own.noteCustomStatus();
		await change(65_534);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['setcustomstate 65534', 'setcustomstate 7']);
	});

	it('is cleared if there was none', async () => {
		await own.noteCustomStatus();
		await change(65_534);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(['setcustomstate 65534', 'cancelsetcustomstate']);
	});

	it('is cleared if there was none, also where another reading stands for none', async () => {
		[agent.custom, agent.none] = [0, 0];
		await own.noteCustomStatus();
		await change(65_534);
		own.learnNone(0);
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent.at(-1)).toBe('cancelsetcustomstate');
	});

	it.each([
		[65_535, 'none'],
		[7, '7'],
	])('of %p that could not be put back is reported as %s', async (custom, was) => {
		agent.custom = custom;
		await own.noteCustomStatus();
		await change(65_534);
		agent.lost = 6;
		expect(await own.restore(agent)).toEqual([
			`The custom status of agent 31900 was ${was} before, and could not be put back. Do it by hand.`,
		]);
	});

	it('that cannot be read is not taken for put back', async () => {
		await own.noteCustomStatus();
		await change(65_534);
		agent.refused.add('querycustomstate');
		expect(await own.restore(agent)).toHaveLength(1);
	});
});

describe('a monitoring', () => {
	const END = endMonitor({ agentId, agentIds: [31_001] });

	it('is ended, with as many tries as necessary', async () => {
		own.monitoring(END);
		agent.lost = 2;
		expect(await own.restore(agent)).toEqual([]);
		expect(agent.sent).toEqual(Array(3).fill('endmonitor 31001'));
	});

	it('that has ended is not ended again', async () => {
		own.monitoring(END);
		own.monitoring(undefined);
		await own.restore(agent);
		expect(agent.sent).toEqual([]);
	});
});
