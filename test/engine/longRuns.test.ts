/** Runs longer than the lifetime of a Guid, on a fast clock: every answer takes four seconds. */
import { runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { serviceAgentsOf, storedSession } from '../support/serviceAgents';

useFastClock(20);
const gateway = useGateway({
	switches: { guidScope: 'vdn', cookiesRequired: true },
	clock: fastClock,
	answerDelay: 4000,
});
const { serviceAgent, agents, requestsTo, signIns } = serviceAgentsOf(gateway);

const limits = { agentId: '={{ $json.agent }}', mediaType: '1', callnums: 2 };

describe('a run of more than three minutes', () => {
	it('stays in one session beyond the lifetime of a Guid', async () => {
		const { id, credential } = serviceAgent();
		const rows = agents(55);
		const { success, error } = await runNode(
			'setSessionLimit',
			{ ...limits, options: { concurrency: 1, timeout: 60_000 } },
			rows,
			{ credential },
		);
		expect(error).toBeUndefined();
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(55);
		expect(signIns()).toBe(1);
		expect(requestsTo('getAgentEvent').length).toBeGreaterThanOrEqual(3);
		const guids = new Set(requestsTo('setCallNums').map(({ headers }) => headers.guid));
		expect(guids.size).toBeGreaterThanOrEqual(3);
		// The last poll may have returned a new one after the last request.
		const newest = [[...guids].at(-1), gateway().agent(id).guid];
		expect(newest).toContain(storedSession(credential).guid);
		expect(gateway().agent(id).signedIn).toBe(true);
		for (const { guidAge = 0 } of requestsTo('setCallNums')) expect(guidAge).toBeLessThan(120_000);
	}, 60_000);

	it('stays in one session if Guids are static', async () => {
		gateway().switches.authMode = 'static';
		const { credential } = serviceAgent();
		const rows = agents(50);
		const { success } = await runNode(
			'setSessionLimit',
			{ ...limits, options: { concurrency: 1, timeout: 60_000 } },
			rows,
			{ credential },
		);
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(50);
		expect(signIns()).toBe(1);
	}, 60_000);
});
