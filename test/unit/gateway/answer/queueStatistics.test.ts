import { judge } from '../../../../gateway/answer/judge';
import type { Verdict } from '../../../../gateway/answer/outcome';
import { askForStatistics, statisticsRequests } from '../../../../gateway/answer/queueStatistics';
import { listQueues } from '../../../../gateway/operations/listQueues';
import { getQueueStatistics } from '../../../../gateway/operations/getQueueStatistics';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { answered, answeredWith } from '../../../support/exchanges';
import { SERVICE_AGENT_ID as agentId } from '../../../support/serviceAccount';

const MANY = Array.from({ length: 201 }, (_, index) => index + 1);

const record = (deviceNo: unknown, more: object = {}) => ({
	deviceNo,
	skillDescrip: `Queue ${String(deviceNo)}`,
	queueSize: 3,
	queueTime: '45',
	loggedOnAgents: 7,
	availAgents: 2,
	...more,
});

const leftOut = (skillId: number, name: string | null = null) => ({
	skillId,
	name,
	waiting: null,
	longestWait: null,
	signedIn: null,
	available: null,
	found: false,
	result: null,
});

/** A gateway that answers with a list of queues, and with the records of those that are asked for. */
class TestGateway {
	readonly sent: GatewayRequest[] = [];
	listed: unknown = [];
	records: (skillIds: readonly number[]) => unknown = (skillIds) =>
		skillIds.map((skillId) => record(skillId));
	/** Number of the request that it refuses, from 1. */
	refuses = 0;

	readonly ask = async (request: GatewayRequest): Promise<Verdict> => {
		this.sent.push(request);
		if (this.sent.length === this.refuses) return judge(answeredWith('900-002'), request);
		const result =
			request.method === 'GET'
				? this.listed
				: this.records((request.body as { skills: number[] }).skills);
		return judge(answered({ retcode: '0', message: '', result }), request);
	};
}

let gateway: TestGateway;
beforeEach(() => (gateway = new TestGateway()));

describe('the requests that are known in advance', () => {
	it('name at most a hundred queues each, in order', () => {
		expect(statisticsRequests({ agentId, skillIds: MANY })).toEqual(
			[MANY.slice(0, 100), MANY.slice(100, 200), MANY.slice(200)].map((skillIds) =>
				getQueueStatistics({ agentId, skillIds }),
			),
		);
	});

	it('are the list of queues if all are wanted', () => {
		expect(statisticsRequests({ agentId })).toEqual([listQueues(agentId)]);
	});
});

describe('the numbers of requested queues', () => {
	it("are read with the gateway's record", async () => {
		const { verdict, queues } = await askForStatistics({ agentId, skillIds: [11] }, gateway.ask);
		expect(verdict.outcome).toBe('accepted');
		expect(queues).toEqual([
			{
				skillId: 11,
				name: 'Queue 11',
				waiting: 3,
				longestWait: 45,
				signedIn: 7,
				available: 2,
				found: true,
				result: record(11),
			},
		]);
	});

	it('are read from a single record, too', async () => {
		gateway.records = () => record('11');
		const { queues } = await askForStatistics({ agentId, skillIds: [11] }, gateway.ask);
		expect(queues).toMatchObject([{ skillId: 11, found: true }]);
	});

	it('come in the requested order, with those that the gateway left out', async () => {
		gateway.records = () => [null, record(13), { queueSize: 9 }, record(11), record(99)];
		const { queues } = await askForStatistics({ agentId, skillIds: [11, 12, 13] }, gateway.ask);
		expect(queues).toMatchObject([
			{ skillId: 11, name: 'Queue 11', found: true },
			leftOut(12),
			{ skillId: 13, name: 'Queue 13', found: true },
		]);
		expect(queues).toHaveLength(3);
	});

	it('come from as many requests as necessary', async () => {
		const { queues } = await askForStatistics({ agentId, skillIds: MANY }, gateway.ask);
		expect(gateway.sent).toEqual(statisticsRequests({ agentId, skillIds: MANY }));
		expect(queues?.map(({ skillId, found }) => [skillId, found])).toEqual(
			MANY.map((skillId) => [skillId, true]),
		);
	});

	it('are missing as a whole if one of the requests is refused, and no further one is sent', async () => {
		gateway.refuses = 2;
		const answer = await askForStatistics({ agentId, skillIds: MANY }, gateway.ask);
		expect(answer).toEqual({ verdict: expect.objectContaining({ retcode: '900-002' }) as Verdict });
		expect(gateway.sent).toHaveLength(2);
	});

	it('cannot be read of no queue', async () => {
		await expect(askForStatistics({ agentId, skillIds: [] }, gateway.ask)).rejects.toThrow(
			'No queue was asked for',
		);
	});
});

describe('the numbers of all queues', () => {
	it("are those of the VDN's list, with its names where the numbers come without", async () => {
		gateway.listed = [
			{ id: 11, name: 'Orders' },
			{ name: 'no ID' },
			{ id: 12 },
			{ id: 13, name: 'x' },
		];
		gateway.records = () => [record(11, { skillDescrip: '' }), record(12, { skillDescrip: null })];
		const { queues } = await askForStatistics({ agentId }, gateway.ask);
		expect(gateway.sent).toEqual([
			listQueues(agentId),
			getQueueStatistics({ agentId, skillIds: [11, 12, 13] }),
		]);
		expect(queues).toMatchObject([
			{ skillId: 11, name: 'Orders', found: true },
			{ skillId: 12, name: null, found: true },
			leftOut(13, 'x'),
		]);
	});

	it('are none of an empty list, without another request', async () => {
		const { verdict, queues } = await askForStatistics({ agentId }, gateway.ask);
		expect([verdict.outcome, queues, gateway.sent.length]).toEqual(['accepted', [], 1]);
	});

	it('are missing if the list is refused', async () => {
		gateway.refuses = 1;
		const answer = await askForStatistics({ agentId }, gateway.ask);
		expect(answer).toEqual({ verdict: expect.objectContaining({ retcode: '900-002' }) as Verdict });
	});
});
