/** What a check concludes from waiting: the age of a Guid, and silence. */
import { accepted, LOST, NOT_SIGNED_IN, REFUSED } from '../checkHarness';
import { ask, check, codeOf, IDLE, startAgain } from '../questionHarness';

describe('the age of a replaced Guid', () => {
	const overlap = async (lasts: number) => {
		const first = await check.context.session();
		check.newGuid = { guid: 'new.AgentGateway0', at: check.time + 60_000 };
		const from = check.time + 60_000;
		check.onVariant = ({ guid }) =>
			guid === first.guid && check.time - from > lasts ? NOT_SIGNED_IN : undefined;
		return await ask('guidOverlap');
	};

	it.each([
		[0, '0'],
		[20_000, '5'],
		[40_000, '30'],
		[100_000, '50'],
	])('of %p ms is %s seconds', async (lasts, code) => {
		const { code: found, evidence } = await overlap(lasts);
		expect([found, evidence?.retcode]).toEqual([code, code === '50' ? '0' : '100-006']);
		const tried = check.sent.filter(({ variant }) => variant.guid);
		expect(tried.every(({ guid }) => guid === 'guid-1.AgentGateway0')).toBe(true);
	});

	it('is not known if the Guid is never replaced', async () => {
		expect(await ask('guidOverlap')).toEqual({ code: 'neverReplaced' });
	});

	it('is not known if an answer is lost', async () => {
		await check.context.session();
		check.newGuid = { guid: 'new.AgentGateway0', at: check.time };
		check.onVariant = ({ guid }) => (guid ? LOST : undefined);
		expect(await codeOf('guidOverlap')).toBe('noAnswer');
	});
});

describe('the silence of 130 seconds', () => {
	beforeEach(() => {
		check.script = {
			agentstatus: IDLE,
			updateGuid: accepted({ guid: 'JSESSIONID=renewed.AgentGateway0' }),
		};
	});

	it('is survived where any request keeps a session alive', async () => {
		expect(await ask('keepAlive')).toEqual({
			code: 'anyRequest',
			evidence: { status: 200, retcode: '0', seconds: 130 },
		});
		const count = check.sent.length;
		await check.context.ownState.restore(check.context);
		expect(check.sent).toHaveLength(count);
		const guids = new Set(check.sent.slice(2).map(({ guid }) => guid));
		expect(guids).toEqual(new Set(['guid-1.AgentGateway0', 'renewed.AgentGateway0']));
		expect(check.sent.filter(({ path }) => path.startsWith('/agentevent/'))).toHaveLength(1);
	});

	it('is not survived where only polls do', async () => {
		check.onVariant = ({ guid }) =>
			guid && check.time >= 1_000_000 + 130_000 ? NOT_SIGNED_IN : undefined;
		expect(await ask('keepAlive')).toMatchObject({
			code: 'pollsOnly',
			evidence: { retcode: '100-006', seconds: 120 },
		});
		check.onVariant = () => undefined;
		check.sent.splice(0);
		await check.context.ownState.restore(check.context);
		// The next sign-in makes the agent busy.
		expect(check.paths).toContain('agentstatus');
	});

	it('is not survived if the renewal of the Guid is refused for the session', async () => {
		check.script.updateGuid = NOT_SIGNED_IN;
		expect(await codeOf('keepAlive')).toBe('pollsOnly');
	});

	it.each([
		['refused', REFUSED],
		['answered without a Guid', accepted({})],
	])('is not asked for if the renewal is %s', async (_what, exchange) => {
		check.script.updateGuid = exchange;
		expect(await ask('keepAlive')).toEqual({
			code: 'notAsked',
			reason: 'the gateway issues no new Guid without a poll, and the old one expires',
		});
	});

	it('goes on after a lost answer, but not with one', async () => {
		let lost = 1;
		check.onVariant = ({ guid }) => (guid && lost-- > 0 ? LOST : undefined);
		expect(await codeOf('keepAlive')).toBe('anyRequest');
		startAgain();
		check.script = { agentstatus: IDLE, updateGuid: accepted({ guid: 'a.AgentGateway0' }) };
		check.onVariant = ({ guid }) => (guid && check.time > 1_130_000 ? LOST : undefined);
		expect(await codeOf('keepAlive')).toBe('noAnswer');
	});

	it('proves nothing if another workflow has polled', async () => {
		check.onVariant = () => {
			if (check.time > 1_100_000) check.cache.adopt(check.session('other.AgentGateway0'));
			return undefined;
		};
		expect(await ask('keepAlive')).toEqual({
			code: 'notAsked',
			reason: 'another workflow polled in the meantime',
		});
	});

	it('is not asked for with a pasted Guid', async () => {
		check.account.guidLifetime = Infinity;
		expect(await codeOf('keepAlive')).toBe('notAsked');
	});
});
