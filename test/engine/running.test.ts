/** Order and concurrency of requests, and dry runs. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' }, answerDelay: 5 });

const agents = (count: number) =>
	Array.from({ length: count }, (_, index) => {
		const id = String(50_001 + index);
		gateway().addAgent({ id });
		return id;
	});

describe('requests for one agent', () => {
	it('run in item order, with agents concurrent up to the limit', async () => {
		const ids = agents(12);
		const rows = [1, 2, 3, 4].flatMap((limit) => ids.map((agent) => ({ agent, limit })));
		const { success } = await runNode(
			'setSessionLimit',
			{
				agentId: '={{ $json.agent }}',
				mediaType: '1',
				callnums: '={{ $json.limit }}',
				options: { concurrency: 5 },
			},
			rows,
			{ credential: credentialFor(gateway()) },
		);
		expect(success.map(({ agentId, callnums }) => [agentId, callnums])).toEqual(
			rows.map(({ agent, limit }) => [agent, String(limit)]),
		);
		for (const id of ids) {
			const own = gateway().requests.filter(({ agentId }) => agentId === id);
			expect(own.map(({ body }) => (body as { callnums: string }).callnums)).toEqual([
				'1',
				'2',
				'3',
				'4',
			]);
			own.reduce((before, after) => {
				expect(after.startedAt).toBeGreaterThanOrEqual(before.endedAt ?? Infinity);
				return after;
			});
			expect(gateway().agent(id).sessionLimits['1']).toBe(4);
		}
		const peak = (at: number) =>
			gateway().requests.filter(
				({ startedAt, endedAt = Infinity }) => startedAt <= at && at < endedAt,
			).length;
		const peaks = gateway().requests.map(({ startedAt }) => peak(startedAt));
		expect(Math.max(...peaks)).toBeLessThanOrEqual(5);
		expect(Math.max(...peaks)).toBeGreaterThan(1);
	});

	it('run concurrently if they are notes', async () => {
		const ids = agents(250);
		// The first one is never answered; the others must arrive nevertheless.
		gateway().faults.add({ kind: 'stall', times: 1 });
		await runNode(
			'sendNote',
			{ agentIds: ids.join(' '), content: 'x', options: { timeout: 2_000 } },
			[{}],
			{ credential: credentialFor(gateway()), onError: 'continueErrorOutput' },
		);
		expect(gateway().requests).toHaveLength(3);
		const { endedAt: givenUp = Infinity } =
			gateway().requests.find(({ fault }) => fault !== undefined) ?? {};
		const answered = gateway().requests.filter(({ fault }) => fault === undefined);
		expect(answered).toHaveLength(2);
		for (const { startedAt } of answered) expect(startedAt).toBeLessThan(givenUp);
	});
});

describe('a node that stops at the first failure', () => {
	it('starts no further retries for others', async () => {
		agents(2);
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', agentId: '50001' });
		gateway().faults.add({ kind: 'retcode', retcode: '000-004', agentId: '50002' });
		const { error } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', reason: 0, options: { maxTries: 10 } },
			[{ agent: 50_001 }, { agent: 50_002 }],
			{ credential: credentialFor(gateway()) },
		);
		expect(error?.message).toMatch(/^Agent 50001/);
		expect(gateway().requests).toHaveLength(2);
	});
});

describe('a dry run', () => {
	const options = { dryRun: true };
	const dry = async (type: string, parameters: IDataObject, rows: IDataObject[] = [{}]) => {
		const { success, error } = await runNode(type, { ...parameters, options }, rows, {
			credential: credentialFor(gateway(), '31000'),
		});
		expect(error).toBeUndefined();
		expect(gateway().requests).toHaveLength(0);
		return success;
	};

	it('shows the request of a real run, and sends nothing', async () => {
		const parameters = { agentId: '31001', mediaType: '53', callnums: 5 };
		const [shown] = await dry('setSessionLimit', parameters);
		expect(shown).toEqual({
			...{ agentId: '31001', mediaType: '53', mediaTypeName: 'Social Chat', callnums: '5' },
			outcome: 'notAttempted',
			dryRun: true,
			request: {
				method: 'POST',
				path: '/mediacall/31001/setcallnums',
				query: null,
				body: { mediaType: '53', callnums: '5' },
			},
		});
		await runNode('setSessionLimit', parameters, [{}], { credential: credentialFor(gateway()) });
		const { method, path, body } = shown?.request as IDataObject;
		expect(gateway().requests[0]).toMatchObject({ method, path, body });
	});

	it('lists the batches of a note with their recipients and bytes', async () => {
		const ids = agents(150).map(Number);
		const [shown] = await dry('sendNote', { agentIds: ids.join(','), content: '你好' });
		expect(shown).toMatchObject({
			outcome: 'notAttempted',
			dryRun: true,
			requests: [
				{
					batch: 1,
					recipients: ids.slice(0, 100),
					contentBytes: 6,
					method: 'POST',
					path: '/onlineagent/31000/sendnoteletex',
					body: { agentIds: ids.slice(0, 100), content: '你好' },
				},
				{ batch: 2, recipients: ids.slice(100) },
			],
		});
	});

	it('refuses bad input like a real run', async () => {
		const { failed, success } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', reason: 0, options },
			[{ agent: 31001 }, { agent: 99 }],
			{ credential: credentialFor(gateway()), onError: 'continueErrorOutput' },
		);
		expect(success).toMatchObject([{ outcome: 'notAttempted', dryRun: true }]);
		expect(failed).toMatchObject([{ outcome: 'rejected' }]);
	});
});
