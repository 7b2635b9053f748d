/** The canary tests: no secret in outputs, errors, execution data and logs, for every node and kind of failure. */
import type { Fault } from '../../simulator';
import { allOf, credentialFor, ON_ERROR, runNode, useGateway } from '../support/nodeRunner';
import { testCredential } from '../support/editor';
import { fastClock, useFastClock } from '../support/fastClock';
import { captureOutput } from '../support/captureOutput';
import { PASSWORD, serviceAgentsOf } from '../support/serviceAgents';
import { makeReady, NODE_SAMPLES, pathFor } from '../support/samples';
import { polled } from '../support/polling';
import { activate } from '../support/trigger';
import { triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';

describe('a pasted Guid', () => {
	// Shortens the waits of the query limit.
	useFastClock(20);
	const gateway = useGateway({ clock: fastClock });
	const canary = '5ca1ab1e-0000-4000-8000-c0ffee0dd00d.AgentGateway7';
	const bare = canary.replace('.AgentGateway7', '');

	beforeEach(() => {
		gateway().addAgent({ id: '32001', guid: canary, inspector: true });
	});

	const faults = [
		undefined,
		{ kind: 'echoGuid' },
		{ kind: 'status', status: 500 },
		{ kind: 'html' },
		{ kind: 'resetAfter' },
		{ kind: 'redirect', location: 'https://localhost:1/' },
		{ kind: 'refuseConnections' },
	] as const;

	it.each(NODE_SAMPLES)('stays out of every output of $type', async (sample) => {
		await makeReady(gateway(), sample, '32001');
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const seen: string[] = [];
		const written = await captureOutput(async () => {
			for (const fault of faults) {
				for (const onError of ON_ERROR) {
					gateway().faults.clear();
					if (fault) gateway().faults.add(fault);
					const given = { ...sample.parameters, agentId: '32001' };
					const { run, error } = await runNode(sample.type, given, [{ row: 1 }], {
						credential: credentialFor(gateway(), '32001', { guid: `JSESSIONID=${canary}` }),
						onError,
					});
					seen.push(allOf(run, error));
				}
			}
		});
		jest.restoreAllMocks();
		const carriedOut = gateway().requests.filter((request) => request.carriedOut);
		expect(carriedOut).toContainEqual(
			expect.objectContaining({
				path: pathFor('32001', sample),
				headers: expect.objectContaining({ guid: canary }) as unknown,
			}),
		);
		expect(seen.join('')).toContain('•••');
		expect([...seen, ...written].filter((text) => text.includes(bare))).toEqual([]);
	});
});

describe('Guid, password, session token and cookie of a signed-in agent', () => {
	const gateway = useGateway({ switches: { guidScope: 'vdn', cookiesRequired: true } });
	const { serviceAgent } = serviceAgentsOf(gateway);

	const faults: Array<Fault | undefined> = [
		undefined,
		{ kind: 'echoGuid', operation: 'agentStatus' },
		{ kind: 'echoGuid' },
		{ kind: 'retcode', retcode: '100-099', message: `no ${PASSWORD}`, operation: 'login' },
		{ kind: 'retcode', retcode: '100-007', message: `no ${PASSWORD}`, operation: 'login' },
		{ kind: 'retcode', retcode: '100-009', message: `no ${PASSWORD}`, after: 1 },
		{ kind: 'retcode', retcode: '100-006', after: 2 },
		{ kind: 'status', status: 500 },
		{ kind: 'html' },
		{ kind: 'resetAfter' },
		{ kind: 'redirect', location: 'https://localhost:1/' },
		{ kind: 'refuseConnections' },
	];

	it.each(NODE_SAMPLES)(
		'stay out of every output of $type',
		async (sample) => {
			jest.spyOn(Math, 'random').mockReturnValue(0);
			const seen: string[] = [];
			const secrets = new Set([PASSWORD, gateway().cookie.split('=')[1] ?? '']);
			const written = await captureOutput(async () => {
				for (const fault of faults) {
					for (const onError of ON_ERROR) {
						gateway().faults.clear();
						const { id, credential } = serviceAgent({ inspector: true });
						if (fault) gateway().faults.add(fault);
						const before = gateway().requests.length;
						const given = { ...sample.parameters, agentId: id };
						const { run, error } = await runNode(sample.type, given, [{ row: 1 }], {
							credential,
							onError,
						});
						seen.push(allOf(run, error), await testCredential(credential));
						const requests = gateway().requests.slice(before);
						if (!fault) expect(requests.map(({ path }) => path)).toContain(pathFor(id, sample));
						for (const { headers } of requests) {
							if (headers.guid) secrets.add(headers.guid.replace(/\.AgentGateway\d+$/, ''));
							for (const pair of headers.cookie?.split('; ') ?? []) {
								secrets.add(pair.split('=')[1] ?? '');
							}
						}
					}
				}
			});
			jest.restoreAllMocks();
			expect(secrets.size).toBeGreaterThan(10);
			expect(seen.join('')).toContain('•••');
			const tells = (text: string) => [...secrets].some((secret) => text.includes(secret));
			expect([...seen, ...written].filter(tells)).toEqual([]);
		},
		60_000,
	);
});

describe('an event that echoes the secrets of its session', () => {
	const gateway = useGateway();
	const { serviceAgent } = serviceAgentsOf(gateway);

	it('is output without password and Guid in any spelling', async () => {
		const { id, credential } = serviceAgent();
		const active = await activate(triggerFlow({ events: ['noteReceived'] }), { credential });
		const { guid } = gateway().agent(id);
		const bare = guid.replace(/\.AgentGateway\d+$/, '');
		const written = [PASSWORD, encodeURIComponent(PASSWORD), guid, bare.toUpperCase()];
		written.push(...[PASSWORD, bare].map((text) => Buffer.from(text).toString('base64')));
		gateway().pushEvent(id, 'AgentOther_Note', { context: written.join(' and ') });
		await until('the event', () => active.emitted.length === 1);
		await active.close();
		const emitted = JSON.stringify(active.emitted);
		expect(emitted).toContain(' and •••');
		expect(written.filter((text) => emitted.includes(text.slice(0, -3)))).toEqual([]);
	});
});

describe('Guid and password of the agent of Check Gateway and of the Queue Alert Trigger', () => {
	// Queries wait for their turn.
	useFastClock(20);
	const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'vdn' } });
	const { serviceAgent } = serviceAgentsOf(gateway);

	const faults: Array<Fault | undefined> = [
		undefined,
		{ kind: 'echoGuid' },
		{ kind: 'retcode', retcode: '100-099', message: `no ${PASSWORD}`, operation: 'login' },
		{ kind: 'retcode', retcode: '100-009', message: `no ${PASSWORD}`, after: 1 },
		{ kind: 'status', status: 500 },
		{ kind: 'html' },
		{ kind: 'resetAfter' },
		{ kind: 'redirect', location: 'https://localhost:1/' },
		{ kind: 'refuseConnections' },
	];

	/** What a run or a poll lets out, with every fault, and the parts of it that hold a secret. */
	async function leaks(
		output: (credential: ReturnType<typeof serviceAgent>['credential']) => Promise<string>,
	) {
		const seen: string[] = [];
		const secrets = new Set([PASSWORD]);
		const written = await captureOutput(async () => {
			for (const fault of faults) {
				gateway().faults.clear();
				const { credential } = serviceAgent();
				if (fault) gateway().faults.add(fault);
				seen.push(await output(credential));
			}
		});
		for (const { headers } of gateway().requests) {
			if (headers.guid) secrets.add(headers.guid.replace(/\.AgentGateway\d+$/, ''));
		}
		expect(secrets.size).toBeGreaterThan(2);
		expect(seen.join('')).toContain('•••');
		return [...seen, ...written].filter((text) =>
			[...secrets].some((secret) => text.includes(secret)),
		);
	}

	it.each(['questions', 'ownState'])(
		'stay out of every output of Check Gateway with the depth %s',
		async (depth) => {
			const parameters = { depth, colleagueId: '31001', unusedId: 58_888 };
			const check = async (credential: ReturnType<typeof serviceAgent>['credential']) => {
				const { run, error } = await runNode('checkGateway', parameters, [{}], { credential });
				return allOf(run, error);
			};
			expect(await leaks(check)).toEqual([]);
		},
		60_000,
	);

	it('stay out of the items and errors of the Queue Alert Trigger', async () => {
		const parameters = {
			queues: 'chosen',
			skillIds: [11, 12],
			waitingAtLeast: 1,
			longestWaitAtLeast: '',
			availableAtMost: '',
			forPolls: 1,
			alsoRecovered: false,
			recoveredBelow: '',
		};
		gateway().callerArrives({ vdn: 1, id: 11 });
		let workflows = 0;
		const poll = async (credential: ReturnType<typeof serviceAgent>['credential']) => {
			const workflowId = `canary-${++workflows}`;
			const trigger = await polled('ccGatewayQueueTrigger', parameters, { credential, workflowId });
			return await trigger.poll().then(
				(items) => JSON.stringify(items ?? []),
				(error: Error) => JSON.stringify({ ...error, stack: error.stack, message: error.message }),
			);
		};
		expect(await leaks(poll)).toEqual([]);
	}, 60_000);
});
