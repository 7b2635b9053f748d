/** Conclusions from a refusal: about the session, and about the agent in the request. */
import type { AgentId } from '../../../../gateway/values/agentId';
import type { Exchange } from '../../../../gateway/http/exchange';
import { SERVICE_AGENT_ID } from '../../../support/serviceAccount';
import {
	START,
	OK,
	NOT_SIGNED_IN,
	LOST,
	type Script,
	resolved,
	SessionHarness,
} from './sessionHarness';

let harness: SessionHarness;
beforeEach(() => (harness = new SessionHarness()));

describe('agents who are absent', () => {
	const absent = async (id = 31_777): Promise<Exchange> =>
		await harness.note(String(id) as AgentId);

	beforeEach(() => {
		harness.gateway.note = ({ agentId }) => (agentId === SERVICE_AGENT_ID ? OK : NOT_SIGNED_IN);
	});

	it('cause one liveness check for all of them, and no sign-in', async () => {
		const exchanges = await Promise.all(
			Array.from({ length: 30 }, async (_, index) => await absent(31_700 + index)),
		);
		expect(new Set(exchanges)).toEqual(new Set([NOT_SIGNED_IN]));
		expect(harness.guidsOf('status')).toEqual(['g1']);
		expect(harness.times('signIn')).toEqual([0]);
		expect(harness.guidsOf('note')).toHaveLength(30);
	});

	it('cause a new check after five seconds', async () => {
		await absent();
		harness.time += 4_999;
		await absent();
		expect(harness.times('status')).toEqual([0]);
		harness.time += 1;
		await absent();
		expect(harness.times('status')).toEqual([0, 5]);
	});

	it('cause a new check in another session', async () => {
		await absent();
		harness.cache.adopt(harness.session('other', START + 1));
		await absent();
		expect(harness.guidsOf('status')).toEqual(['g1', 'other']);
	});

	it('do not vouch for the service agent, whose own refusal is checked immediately', async () => {
		await absent();
		const honoured: Script = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		harness.gateway.note = honoured;
		harness.gateway.status = honoured;
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('status')).toEqual(['g1', 'g1']);
	});

	it('share one check and its result', async () => {
		await harness.note();
		let refuse: (exchange: Exchange) => void = () => {};
		harness.gateway.status = async () =>
			await new Promise<Exchange>((resolve) => (refuse = resolve));
		harness.gateway.note = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		const both = Promise.all([absent(31_777), absent(31_778)]);
		await resolved();
		refuse(NOT_SIGNED_IN);
		expect(await both).toEqual([OK, OK]);
		expect(harness.guidsOf('status')).toEqual(['g1']);
		expect(harness.times('signIn')).toHaveLength(2);
	});

	it('do not invalidate the session if the check gets no answer', async () => {
		harness.gateway.status = () => LOST;
		expect(await absent()).toBe(NOT_SIGNED_IN);
		expect(harness.times('signIn')).toEqual([0]);
		expect(harness.cache.current(harness.account)?.guid).toBe('g1');
	});
});
