/** Changes of agents' skill queues: queues before and after, requests, refusals. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';

// Shortens the waits of the query limit.
useFastClock(20);
const gateway = useGateway({ clock: fastClock });

const row = { agent: '31012' };
const HAD = [{ id: 12, name: 'Orders' }];

const adjust = async (
	parameters: IDataObject,
	more: IDataObject = {},
	rows: IDataObject[] = [row],
) =>
	await runNode(
		'adjustSkillQueues',
		{
			agentId: '',
			workNo: '={{ $json.agent }}',
			change: 'replace',
			skillIds: [],
			allowNone: false,
			...parameters,
		},
		rows,
		{ credential: credentialFor(gateway()), ...more },
	);

const failing = async (parameters: IDataObject, rows?: IDataObject[]) =>
	(await adjust(parameters, { onError: 'continueErrorOutput' }, rows)).failed;

const queuesOf = (id: string) =>
	gateway()
		.agent(id)
		.activeQueues.map((queue) => queue.id);
const changes = () => gateway().requests.filter(({ operation }) => operation === 'adjustSkill');

it('adds the queues to those of the agent, and reports the queues before and after', async () => {
	const { success } = await adjust({ change: 'add', skillIds: [11, 12] });
	expect(success[0]).toMatchObject({
		workNo: '31012',
		change: 'add',
		before: HAD,
		after: [...HAD, { id: 11, name: null }],
		outcome: 'accepted',
	});
	expect(success[0]).not.toHaveProperty('allowNone');
	expect(queuesOf('31012')).toEqual([12, 11]);
});

it('removes the queues from those of the agent', async () => {
	const { success } = await adjust({ change: 'remove', skillIds: [11] }, {}, [{ agent: '31006' }]);
	expect(success[0]).toMatchObject({ after: HAD });
	expect(queuesOf('31006')).toEqual([12]);
});

it('restores the queues of an agent from an earlier output', async () => {
	const { success } = await adjust({
		change: 'replace',
		skillIds: [22],
		options: { readBefore: true },
	});
	expect(success[0]).toMatchObject({ before: HAD, after: [{ id: 22, name: null }] });
	expect(queuesOf('31012')).toEqual([22]);
	await adjust({ skillIds: '={{ $json.before }}' }, {}, [{ agent: '31012', ...success[0] }]);
	expect(queuesOf('31012')).toEqual([12]);
});

it('applies the items of one agent in their order', async () => {
	const rows = [11, 21, 22].map((queue) => ({ agent: '31012', queue }));
	const { success } = await adjust({ change: 'add', skillIds: '={{ $json.queue }}' }, {}, rows);
	expect(success.map(({ after }) => (after as unknown[]).length)).toEqual([2, 3, 4]);
	expect(queuesOf('31012')).toEqual([12, 11, 21, 22]);
});

it.each([
	['is not signed in', '31007', /the agent is not signed in, so it is in no queue now/],
	['does not exist', '39999', /the present queues could not be read: /],
])('changes nothing for an agent who %s', async (_, agent, why) => {
	const [failed] = await failing({ change: 'add', skillIds: [11] }, [{ agent }]);
	expect(failed).toMatchObject({ outcome: 'rejected' });
	expect(failed?.message).toMatch(why);
	expect(failed?.description).toMatch(/^Nothing was changed\./);
	expect(changes()).toEqual([]);
});

it('sends no change if the present queues cannot be read', async () => {
	gateway().faults.add({ kind: 'html', operation: 'queryAgentInfoByWorkNo' });
	const [failed] = await failing({ change: 'remove', skillIds: [11], options: { maxTries: 1 } });
	expect(failed).toMatchObject({ outcome: 'notAttempted' });
	expect(failed?.message).toMatch(/nothing was sent: the present queues could not be read: /);
	expect(changes()).toEqual([]);
});

it('removes an agent from all queues only if Allow No Queues is on', async () => {
	const remove = { change: 'remove', skillIds: [12] };
	const [failed] = await failing(remove);
	expect(failed).toMatchObject({ outcome: 'rejected', before: HAD, after: [] });
	expect(failed?.description).toContain("switch on 'Allow No Queues'");
	expect(changes()).toEqual([]);
	await adjust({ ...remove, allowNone: true });
	expect(queuesOf('31012')).toEqual([]);
	const { success } = await adjust({ skillIds: '={{ [] }}', allowNone: true }, {}, [
		{ agent: '31006' },
	]);
	expect(success[0]).toMatchObject({ skillIds: [], after: [] });
});

it('reports the queues before the change if its outcome is unknown', async () => {
	gateway().faults.add({ kind: 'resetAfter', operation: 'adjustSkill' });
	const [failed] = await failing({ change: 'add', skillIds: [11], options: { maxTries: 1 } });
	expect(failed).toMatchObject({ outcome: 'unknown', before: HAD });
	expect(failed?.message).toMatch(/^Agent 31012 may or may not have been given other skill queues/);
});

it('names the missing right if the gateway refuses the change', async () => {
	const { failed } = await adjust(
		{ skillIds: [11], agentId: '31001' },
		{ onError: 'continueErrorOutput', credential: credentialFor(gateway(), '31001') },
	);
	expect(failed[0]).toMatchObject({ outcome: 'rejected', retcode: '900-002' });
	expect(failed[0]?.description).toMatch(/give the inspector the right to inspect/);
});

it.each([
	['add', false, /shows the read/, 2],
	['replace', false, /only the change/, 1],
	['replace', true, /shows the read/, 2],
])(
	'shows in a dry run of %s, read before %s, the request that a real run sends',
	async (change, readBefore, _, count) => {
		const { success } = await adjust({
			change,
			skillIds: [11],
			options: { dryRun: true, readBefore },
		});
		const { requests } = success[0] as { requests: IDataObject[] };
		expect(requests).toHaveLength(count);
		expect(requests.at(-1)).toMatchObject({
			path: '/qualitycontrol/31000/adjustskill',
			body: { workNo: '31012', skills: change === 'add' ? 'present queues and 11' : [11] },
		});
		expect(gateway().requests).toEqual([]);
	},
);

it.each([
	[{ skillIds: [] }, /no skill queue was given/],
	[{ skillIds: [], change: 'add', allowNone: true }, /no skill queue was given/],
	[{ skillIds: '={{ $json.queus }}', allowNone: true }, /the expression yields nothing/],
	[{ skillIds: '={{ "Orders" }}' }, /'Orders' is not a whole number/],
	[{ skillIds: '={{ Array.from({ length: 1001 }, (_, i) => i + 1) }}' }, /1001 skill queues/],
	[{ skillIds: [11], change: '={{ "move" }}' }, /'move' is none of its values/],
	[{ skillIds: [11], allowNone: '={{ "perhaps" }}' }, /neither true nor false/],
	[{ skillIds: [11], workNo: '31000' }, /'31000' is the inspector/],
])('refuses %j and sends nothing', async (parameters, problem) => {
	const [failed] = await failing(parameters);
	expect(failed?.message).toMatch(problem);
	expect(gateway().requests).toEqual([]);
});
