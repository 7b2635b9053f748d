/** What a refusal says of a session, and what of the agent whom a request is about. */
import type { AgentId } from '../../../../gateway/values/agentId';
import type { Exchange } from '../../../../gateway/http/exchange';
import { ROBOT } from '../../../support/serviceAccount';
import { START, OK, NOT_SIGNED_IN, LOST, type Script, resolved, World } from './sessionHarness';

let world: World;
beforeEach(() => (world = new World()));

describe('agents who are absent', () => {
	const absent = async (id = 31_777): Promise<Exchange> => await world.note(String(id) as AgentId);

	beforeEach(() => {
		world.gateway.note = ({ agentId }) => (agentId === ROBOT ? OK : NOT_SIGNED_IN);
	});

	it('cost one question for all of them, and nobody is signed in for them', async () => {
		const exchanges = await Promise.all(
			Array.from({ length: 30 }, async (_, index) => await absent(31_700 + index)),
		);
		expect(new Set(exchanges)).toEqual(new Set([NOT_SIGNED_IN]));
		expect(world.guidsOf('status')).toEqual(['g1']);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.guidsOf('note')).toHaveLength(30);
	});

	it('cost a new question after five seconds', async () => {
		await absent();
		world.time += 4_999;
		await absent();
		expect(world.times('status')).toEqual([0]);
		world.time += 1;
		await absent();
		expect(world.times('status')).toEqual([0, 5]);
	});

	it('cost a new question if the session is another one', async () => {
		await absent();
		world.cache.adopt(world.session('other', START + 1));
		await absent();
		expect(world.guidsOf('status')).toEqual(['g1', 'other']);
	});

	it('do not answer for the service agent itself: a refusal of its own is looked into at once', async () => {
		await absent();
		const honoured: Script = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		world.gateway.note = honoured;
		world.gateway.status = honoured;
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('status')).toEqual(['g1', 'g1']);
	});

	it('wait together for the one question, and for what comes of it', async () => {
		await world.note();
		let refuse: (exchange: Exchange) => void = () => {};
		world.gateway.status = async () => await new Promise<Exchange>((resolve) => (refuse = resolve));
		world.gateway.note = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		const both = Promise.all([absent(31_777), absent(31_778)]);
		await resolved();
		refuse(NOT_SIGNED_IN);
		expect(await both).toEqual([OK, OK]);
		expect(world.guidsOf('status')).toEqual(['g1']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('do not cost the session if the question itself gets no answer', async () => {
		world.gateway.status = () => LOST;
		expect(await absent()).toBe(NOT_SIGNED_IN);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.cache.current(world.account)?.guid).toBe('g1');
	});
});
