/** What a check concludes from look-ups. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { answered } from '../../../../support/exchanges';
import {
	accepted,
	HTTP_500,
	LOST,
	NO_RIGHT,
	NOT_SIGNED_IN,
	REFUSED,
	UNKNOWN_PATH,
	OTHER_KINDS,
} from '../checkHarness';
import { alone, ask, check, codeOf, IDLE, startAgain } from '../questionHarness';

describe('the unit of the time in a state', () => {
	const readings = (before: unknown, after: unknown) => {
		check.script['agentbyworkno/31900'] = [
			accepted({ workno: '31900', currentstatetime: before }),
			accepted({ workno: '31900', currentstatetime: after }),
		];
	};

	it.each([
		[10, 10, 'doesNotGrow'],
		[10, 13, 'seconds'],
		[0, 60, 'seconds'],
		[0, 61, 'other'],
		[0, 999, 'other'],
		[0, 1_000, 'milliseconds'],
		['5', '3005', 'milliseconds'],
		[13, 10, 'other'],
		[undefined, 10, 'other'],
		[10, 'soon', 'other'],
	])('from %p to %p in three seconds is %s', async (before, after, code) => {
		readings(before, after);
		expect(await codeOf('stateTimeUnit')).toBe(code);
		const [first, second] = check.sent.map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBe(3_000);
	});

	it('is not asked of an agent that cannot look itself up', async () => {
		check.script['agentbyworkno/31900'] = NO_RIGHT;
		expect(await ask('stateTimeUnit')).toEqual({
			code: 'notAsked',
			reason: 'agent 31900 cannot look itself up',
		});
	});

	it('is not known if the second answer is missing', async () => {
		check.script['agentbyworkno/31900'] = [accepted({ workno: '31900' }), LOST];
		expect(await codeOf('stateTimeUnit')).toBe('noAnswer');
	});
});

describe('the range of IDs', () => {
	it.each<[Exchange, Exchange, Exchange, string]>([
		[UNKNOWN_PATH, UNKNOWN_PATH, UNKNOWN_PATH, 'to59999'],
		[accepted(), REFUSED, NO_RIGHT, 'to999999'],
		[UNKNOWN_PATH, accepted(), accepted(), 'withGap'],
		[accepted(), UNKNOWN_PATH, accepted(), 'other'],
		[accepted(), LOST, accepted(), 'noAnswer'],
	])('%#', async (low, middle, high, code) => {
		check.script = {
			'agentbyworkno/60001': low,
			'agentbyworkno/70000': middle,
			'agentbyworkno/999999': high,
		};
		expect(await codeOf('idRange')).toBe(code);
	});

	it.each([
		['is not there', UNKNOWN_PATH, 'notAsked'],
		['gets no answer', LOST, 'notAsked'],
		['needs a right', NO_RIGHT, 'to999999'],
	])('if a look-up %s is %#', async (_what, exchange, code) => {
		check.script['agentbyworkno/31900'] = exchange;
		expect(await codeOf('idRange')).toBe(code);
	});
});

describe('a call that may be missing or need a right', () => {
	it.each([
		['lookUp', 'agentbyworkno/31001'],
		['queues', 'agentvdnskill'],
		['statistics', 'queryacdstat'],
	])('%s', async (id, path) => {
		for (const [kind, exchange, code] of [
			...([
				['accepted', accepted([]), 'yes'],
				['without the right', NO_RIGHT, 'noRight'],
				['not there', UNKNOWN_PATH, 'notThere'],
			] as const),
			...OTHER_KINDS,
		]) {
			startAgain();
			check.script[path] = exchange;
			expect([kind, await codeOf(id)]).toEqual([kind, code]);
		}
	});

	it('needs a colleague to look up', async () => {
		for (const id of ['lookUp', 'scope', 'monitor']) {
			expect(await ask(id, alone())).toEqual({
				code: 'notAsked',
				reason: "the field 'Colleague Agent ID' is empty",
			});
		}
	});
});

it.each<[string, Record<string, Exchange>, number]>([
	['of the list', { agentvdnskill: accepted([{ name: 'no ID' }, { id: 12 }]) }, 12],
	[
		'of the agent',
		{ 'agentbyworkno/31900': accepted({ workno: '31900', skilllist: [{ id: 7 }] }) },
		7,
	],
	['with any number', { agentvdnskill: answered({ retcode: '900-002', result: [{ id: 12 }] }) }, 1],
])('statistics are asked for a queue %s', async (_what, script, skillId) => {
	check.script = script;
	expect(await codeOf('statistics')).toBe('yes');
	expect(check.sent.at(-1)?.request.body).toEqual({ skills: [skillId] });
});

describe('the agents that a session may ask about', () => {
	const status = 'onlineagent/31001/agentstatus';
	it.each<[string, Exchange, string]>([
		['accepted', accepted(), 'vdn'],
		['refused as not signed in', NOT_SIGNED_IN, 'own'],
		['refused by an HTTP status', HTTP_500, 'other'],
		['refused otherwise', REFUSED, 'other'],
		['lost', LOST, 'noAnswer'],
	])('with a colleague who is %s', async (_what, exchange, code) => {
		check.script = { [status]: exchange, agentstatus: IDLE };
		expect(await codeOf('scope')).toBe(code);
	});

	it('are own ones also where any wrong Guid is refused with an HTTP status', async () => {
		check.context.codes.set('wrongGuid', 'http');
		check.script = { [status]: HTTP_500 };
		expect(await codeOf('scope')).toBe('own');
		check.script = { [status]: REFUSED };
		expect(await codeOf('scope')).toBe('other');
	});

	it.each<[string, Exchange, string]>([
		['is signed out', accepted({ workno: '31001', status: 2 }), 'notAsked'],
		['is idle', accepted({ workno: '31001', status: 4 }), 'own'],
		['cannot be looked up', NO_RIGHT, 'own'],
		['is another one', accepted({ workno: '31999', status: 2 }), 'own'],
	])('are known only if the refused colleague %s', async (_what, exchange, code) => {
		check.script = {
			[status]: NOT_SIGNED_IN,
			agentstatus: IDLE,
			'agentbyworkno/31001': exchange,
		};
		expect(await codeOf('scope')).toBe(code);
	});
});
