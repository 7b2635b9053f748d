/** What a check concludes from calls that need a right. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { accepted, LOST, NO_RIGHT, REFUSED, UNKNOWN_PATH } from '../checkHarness';
import { ask, check, codeOf, IDLE } from '../questionHarness';

describe('the codes of session limits', () => {
	const own = (skilllist: unknown[]) => accepted({ workno: '31900', skilllist });

	it('are collected with their texts, for a media type that the agent does not handle', async () => {
		check.script = {
			agentstatus: IDLE,
			'agentbyworkno/31900': own([{ id: 1, mediatype: 51 }]),
			setcallnums: REFUSED,
		};
		const { code, evidence } = await ask('limitCodes');
		const refusal = { status: 200, retcode: '100-009', message: 'said by the gateway' };
		expect([code, evidence]).toEqual([
			'texts',
			{ tooMany: refusal, unknownMediaType: refusal, mediaTypeOfNoQueue: refusal },
		]);
		const bodies = check.sent.flatMap(({ request, path }) =>
			path.endsWith('setcallnums') ? [request.body] : [],
		);
		const [{ mediaType: unused } = { mediaType: '' }] = bodies as Array<{ mediaType: string }>;
		expect(unused).not.toBe('51');
		expect(bodies).toEqual([
			{ mediaType: unused, callnums: '61' },
			{ mediaType: '99', callnums: '1' },
			{ mediaType: unused, callnums: '1' },
		]);
	});

	it('are not known if an answer is lost', async () => {
		check.script = { agentstatus: IDLE, 'agentbyworkno/31900': own([]), setcallnums: LOST };
		expect(await codeOf('limitCodes')).toBe('noAnswer');
	});

	it('are not asked of an agent that cannot look itself up, or handles all media types', async () => {
		check.script = { agentstatus: IDLE, 'agentbyworkno/31900': NO_RIGHT };
		expect(await ask('limitCodes')).toMatchObject({ reason: 'agent 31900 cannot look itself up' });
		const context = check.contextOf();
		const all = Array.from({ length: 100 }, (_, id) => ({ id, mediatype: id }));
		check.script['agentbyworkno/31900'] = own(all);
		expect(await ask('limitCodes', context)).toMatchObject({
			reason: 'agent 31900 handles all media types',
		});
	});
});

describe('monitoring', () => {
	it.each<[string, Exchange, Exchange, string, string[]]>([
		['accepted', accepted(), accepted(), 'yes', []],
		['accepted, and its end lost', accepted(), LOST, 'yes', ['endmonitor']],
		['refused for a right', NO_RIGHT, accepted(), 'noRight', []],
		['not there', UNKNOWN_PATH, accepted(), 'notThere', []],
		['refused otherwise', REFUSED, accepted(), 'other', ['endmonitor']],
		['lost', LOST, accepted(), 'noAnswer', ['endmonitor']],
	])('is %s: it is ended where it may have begun', async (_what, begin, end, code, later) => {
		check.script = { beginmonitor: begin, endmonitor: [end, accepted()] };
		expect(await codeOf('monitor')).toBe(code);
		expect(check.sent[0]?.request.query).toEqual({ agents: '31001' });
		check.sent.splice(0);
		await check.context.ownState.restore(check.context);
		expect(check.paths).toEqual(later);
	});
});
