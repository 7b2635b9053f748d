/** What a check concludes from notes of the agent to itself. */
import type { CheckContext } from '../../../../../gateway/check/context';
import type { Exchange } from '../../../../../gateway/http/exchange';
import { accepted, LOST, NO_RIGHT, REFUSED } from '../checkHarness';
import { alone, ask, check, codeOf, IDLE, NOTE, startAgain } from '../questionHarness';

describe('a note of the agent to itself', () => {
	const sent = () =>
		check.sent.flatMap(({ path, request }) =>
			path.endsWith('sendnoteletex') ? [request.body?.agentIds] : [],
		);
	const text = (purpose: string) =>
		`Check of the gateway by n8n: ${purpose}. Please ignore this note.`;
	const note = (context?: string) => [{ eventType: NOTE, content: context ? { context } : null }];
	const ARRIVE = text('does a note arrive');

	beforeEach(() => (check.script.agentstatus = IDLE));

	it.each<[string, object[][], string]>([
		['arrives with its text', [[], note(ARRIVE)], 'text'],
		['arrives without a text', [[], note()], 'nothing'],
		[
			'arrives after others',
			[[], note('another note'), [{ eventType: 'X' }], note(ARRIVE)],
			'text',
		],
		['does not arrive', [[], note('another note')], 'noAnswer'],
		['had arrived before it was sent', [note(ARRIVE), []], 'noAnswer'],
	])('%s', async (_what, events, code) => {
		check.events = events;
		const answer = await ask('noteEvent');
		expect(answer.code).toBe(code);
		expect(sent()).toEqual([[31_900]]);
		if (code === 'text') {
			expect(answer.evidence).toMatchObject({ event: NOTE, fields: ['context'] });
		}
	});

	it.each<[string, Exchange, string]>([
		['refused', REFUSED, 'selfRefused'],
		['lost', LOST, 'noAnswer'],
	])('may be %s', async (_what, exchange, code) => {
		check.script.sendnoteletex = exchange;
		expect(await codeOf('noteEvent')).toBe(code);
	});

	const REFUSED_NOTE = text('does a refused note arrive');
	const CONTROL = text('control');

	it.each<[string, Exchange, object[][], string]>([
		['accepted', accepted(), [], 'accepted'],
		['refused, and arrives', REFUSED, [note(REFUSED_NOTE)], 'others'],
		['refused, and only the next one arrives', REFUSED, [[], [], note(CONTROL)], 'nobody'],
		['refused, and the next one does not arrive either', REFUSED, [], 'noAnswer'],
		['refused for a right', NO_RIGHT, [], 'other'],
		['lost', LOST, [], 'noAnswer'],
	])('and to an unused ID is %s', async (_what, exchange, events, code) => {
		for (const noteEvent of ['text', 'nothing']) {
			startAgain();
			check.context.codes.set('noteEvent', noteEvent);
			check.script = {
				...{ agentstatus: IDLE, 'agentbyworkno/58888': REFUSED },
				sendnoteletex: [exchange, accepted()],
			};
			check.events = [...events];
			expect(await codeOf('wrongRecipient')).toBe(code);
			expect(sent()[0]).toEqual([31_900, 58_888]);
		}
	});

	it('to an unused ID proves nothing if the next note is refused', async () => {
		check.context.codes.set('noteEvent', 'text');
		check.script = { ...check.script, 'agentbyworkno/58888': REFUSED, sendnoteletex: REFUSED };
		check.events = [[], [], note(CONTROL)];
		expect(await codeOf('wrongRecipient')).toBe('noAnswer');
	});

	it.each<[string, () => CheckContext, string]>([
		['without an unused ID', alone, "the field 'Unused Agent ID' is empty"],
		[
			'where that ID exists',
			() => {
				check.script['agentbyworkno/58888'] = accepted({ workno: '58888' });
				return check.context;
			},
			"agent 58888 exists: name an ID that nobody has in 'Unused Agent ID'",
		],
		[
			'where notes do not arrive',
			() => {
				check.script['agentbyworkno/58888'] = REFUSED;
				return check.context;
			},
			'a note of the agent to itself does not arrive',
		],
	])('to an unused ID is not sent %s', async (_what, prepare, reason) => {
		expect(await ask('wrongRecipient', prepare())).toEqual({ code: 'notAsked', reason });
		expect(sent()).toEqual([]);
	});

	it('is not sent while a trigger would receive it', async () => {
		await check.cache.pollLock.acquire(() => {});
		for (const id of ['noteEvent', 'wrongRecipient', 'monitor', 'guidOverlap', 'keepAlive']) {
			expect([id, await ask(id)]).toEqual([
				id,
				{
					code: 'notAsked',
					reason: 'a trigger listens to agent 31900, and the check would take its events',
				},
			]);
		}
	});
});
