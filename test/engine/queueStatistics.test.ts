/** The statistics of queues, for analysts and language models. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { callTool } from '../support/toolCall';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock });

const get = async (parameters: IDataObject, more: IDataObject = {}, rows: IDataObject[] = [{}]) =>
	await runNode(
		'getQueueStatistics',
		{ agentId: '', queues: 'chosen', skillIds: [], simplify: true, ...parameters },
		rows,
		{ credential: credentialFor(gateway()), ...more },
	);

const rejected = { onError: 'continueErrorOutput' };

it('reads 250 queues in three requests, and outputs one item each, in order', async () => {
	const queues = Array.from({ length: 250 }, (_, index) => ({
		id: 1000 + index,
		name: `Queue ${index}`,
		mediaType: 5,
	}));
	gateway().addAgent({ id: '36001', queues });
	const ids = queues.map(({ id }) => id).reverse();
	const { success } = await get({ skillIds: `={{ ${JSON.stringify(ids)} }}` });
	expect(gateway().requests.map(({ operation }) => operation)).toEqual(
		Array.from({ length: 3 }, () => 'queryStatInfoOfAcd'),
	);
	expect(success.map(({ skillId }) => skillId)).toEqual(ids);
	expect(success[0]).toMatchObject({ name: 'Queue 249', waiting: 0, signedIn: 1, found: true });
});

it('outputs the number of waiting callers and their waiting times', async () => {
	gateway().callerArrives({ vdn: 1, id: 11 });
	const { success } = await get({ queues: 'all', skillIds: [] });
	expect(success.map(({ skillId, name }) => [skillId, name])).toEqual([
		[11, 'Service hotline'],
		[12, 'Orders'],
		[21, 'Chat on the website'],
		[22, 'Social media'],
		[23, 'Web chat'],
		[31, 'Callbacks'],
	]);
	expect(success[0]).toMatchObject({ waiting: 1, longestWait: expect.any(Number) as number });
	expect(gateway().requests).toHaveLength(2);
});

it('reports a queue that the gateway leaves out as not found', async () => {
	const { success } = await get({ skillIds: '={{ "99, 11" }}' });
	expect(success).toMatchObject([
		{ skillId: 99, name: null, waiting: null, available: null, found: false, outcome: 'accepted' },
		{ skillId: 11, found: true },
	]);
});

it("outputs the gateway's record if Simplify is off", async () => {
	const { success } = await get({ skillIds: [11, 99], simplify: false });
	expect(success[0]).toHaveProperty('result.deviceNo', 11);
	expect(success[1]).toMatchObject({ found: false, result: null });
});

it('fails the item if one of its requests fails', async () => {
	gateway().faults.add({
		kind: 'retcode',
		retcode: '600-001',
		operation: 'queryStatInfoOfAcd',
		after: 1,
	});
	const ids = Array.from({ length: 101 }, (_, index) => index + 1);
	const { success, failed } = await get({ skillIds: ids }, rejected);
	expect(success).toEqual([]);
	expect(failed).toMatchObject([{ outcome: 'rejected', retcode: '600-001' }]);
	expect(failed[0]?.message).toMatch(/^The data of 101 skill queues was not read: /);
});

it('shows its requests in a dry run and sends none', async () => {
	const ids = Array.from({ length: 101 }, (_, index) => index + 1);
	const { success } = await get({ skillIds: ids, options: { dryRun: true } });
	expect(success[0]).toMatchObject({
		outcome: 'notAttempted',
		dryRun: true,
		requests: [
			{
				method: 'POST',
				path: '/queuedevice/31000/queryacdstat',
				body: { skills: ids.slice(0, 100) },
			},
			{ body: { skills: [101] } },
		],
	});
	expect(gateway().requests).toEqual([]);
});

it.each([
	['={{ [] }}', /no skill queue was given/],
	['={{ $json.queus }}', /the expression yields nothing/],
	['={{ "Orders" }}', /'Orders' is not a whole number 1 to 999999999/],
	['={{ 0 }}', /'0' is outside 1 to 999999999/],
	['={{ -1 }}', /'-1' is not a whole number/],
])('refuses the queues %j and sends nothing', async (skillIds, problem) => {
	const { failed } = await get({ skillIds }, rejected);
	expect(failed[0]?.message).toMatch(/^Skill Queue Names or IDs: /);
	expect(failed[0]?.message).toMatch(problem);
	expect(failed[0]?.description).toMatch(/1 to 999999999.*Nothing was sent/);
	expect(gateway().requests).toEqual([]);
});

it("answers a language model's call", async () => {
	gateway().callerArrives({ vdn: 1, id: 12 });
	const parameters = {
		agentId: '',
		queues: 'chosen',
		skillIds: "={{ $fromAI('Queues', '', 'string') }}",
		simplify: true,
		options: {},
	};
	const { answers, error } = await callTool(
		'requested',
		['getQueueStatistics', parameters],
		[{ Queues: '12' }],
		{ credential: credentialFor(gateway()) },
	);
	expect(error).toBeUndefined();
	expect(answers[0]).toContain('"waiting":1');
});
