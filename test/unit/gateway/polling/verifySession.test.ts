/** Whether the gateway accepts the session of a trigger, asked when its workflow is published. */
import type { Exchange, NoSession } from '../../../../gateway/http/exchange';
import type { WaitContext } from '../../../../gateway/http/waitContext';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { EventSession } from '../../../../gateway/polling/eventSession';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { writeSession } from '../../../../gateway/session/session';
import { SignInError } from '../../../../gateway/session/signIn';
import { answeredWith } from '../../../support/exchanges';
import { serviceAccount } from '../../../support/serviceAccount';
import { AWAY, LOST, OK } from './pollerHarness';

const waitContext: WaitContext = { sleep: async () => {}, aborted: () => false, random: () => 0 };
const account = serviceAccount();
const NOT_SIGNED_IN = answeredWith('100-006');

class TestSession {
	signIns = 0;
	stored = '';
	refusal: NoSession | undefined;
	readonly sent: GatewayRequest[] = [];
	/** Answers to the queries; `OK` when there are none left. */
	answers: Exchange[] = [];
	/** Stays unset where the credential has no such means. */
	outdated: (() => boolean) | undefined;
	readonly cache = new SessionCache(() => 1_000);

	get events(): EventSession {
		return new EventSession({
			account,
			cache: this.cache,
			outdated: this.outdated,
			adapter: {
				sendIn: async (request) => {
					this.sent.push(request);
					return this.answers.shift() ?? OK;
				},
				readStored: async () => this.stored,
				store: async () => {},
				signIn: async () => {
					if (this.refusal) return new SignInError('other', this.refusal);
					this.signIns++;
					const opened = this.session(`g${this.signIns}`);
					this.cache.adopt(opened);
					return opened;
				},
			},
		});
	}

	session(guid: string) {
		return {
			...{ guid, cookies: '', gatewayUrl: account.baseUrl, agentId: account.agentId },
			...{ signedInAt: 1_000, renewedAt: 1_000 },
		};
	}
}

let test: TestSession;
beforeEach(() => (test = new TestSession()));

describe('verifying a session', () => {
	it('sends one liveness check', async () => {
		expect(await test.events.verify(waitContext)).toBeUndefined();
		expect(test.sent).toMatchObject([
			{ path: '/onlineagent/31900/agentstatus', priority: 'liveness' },
		]);
	});

	it('reports why there is none', async () => {
		test.refusal = AWAY;
		expect(await test.events.verify(waitContext)).toMatchObject({
			outcome: 'notAttempted',
			meaning: 'nothing listens at the gateway address',
		});
		expect(test.sent).toEqual([]);
	});

	it('opens a new one if the one in use was lost', async () => {
		test.stored = writeSession(test.session('old'));
		test.answers = [NOT_SIGNED_IN, NOT_SIGNED_IN];
		expect(await test.events.verify(waitContext)).toBeUndefined();
		expect(test.signIns).toBe(1);
	});

	it('gives up if the new one is lost at once', async () => {
		test.answers = Array<Exchange>(20).fill(NOT_SIGNED_IN);
		expect(await test.events.verify(waitContext)).toMatchObject({
			outcome: 'rejected',
			meaning: 'agent 31900 was signed in, and its session was lost at once',
		});
		expect(test.signIns).toBe(2);
	});

	it('takes any code but that of a lost session for a gateway that answers', async () => {
		test.answers = [answeredWith('000-007')];
		expect(await test.events.verify(waitContext)).toBeUndefined();
	});

	it('reports an answer without a code', async () => {
		test.answers = [LOST];
		expect(await test.events.verify(waitContext)).toMatchObject({
			outcome: 'unknown',
			meaning: 'no answer came',
		});
	});
});

it('finds the session that another process has stored', async () => {
	test.stored = writeSession(test.session('stored'));
	expect(await test.events.stored()).toMatchObject({ guid: 'stored' });
	test.stored = '';
	expect(test.events.current).toMatchObject({ guid: 'stored' });
});

it('is outdated once the credential was changed, if that can be known', () => {
	expect(test.events.outdated).toBe(false);
	test.outdated = () => true;
	expect(test.events.outdated).toBe(true);
});

it('withdraws nothing without a session', async () => {
	await expect(test.events.withdraw()).resolves.toBeUndefined();
	expect(test.sent).toEqual([]);
});
