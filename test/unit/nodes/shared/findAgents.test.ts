import { MAX_AGENTS_PER_QUEUE } from '../../../../gateway/operations/findAgents';
import { listQueues } from '../../../../gateway/operations/listQueues';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { parseAgentId } from '../../../../gateway/values/agentId';
import { searchAgents, searchRequest } from '../../../../nodes/shared/findAgents';
import { verdict } from '../../../support/verdicts';

const agentId = parseAgentId(31000);

const agents = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ workno: String(40_000 + index), status: 4 }));

const isList = ({ path }: GatewayRequest) => path === listQueues(agentId).path;

/** Searches all queues: each has the agents that the gateway answers with, one answer per queue. */
async function searchAll(queues: unknown, answers: unknown[] = []) {
	const left = [...answers];
	return await searchAgents(
		{ agentId, states: [], simplify: true },
		{
			query: async (request) => {
				const result = isList(request) ? queues : left.shift();
				return verdict({ result });
			},
		},
	);
}

it('asks first for the queues, or for the agents of the one that was chosen', () => {
	const search = { agentId, states: [], simplify: true };
	expect(searchRequest(search)).toEqual(listQueues(agentId));
	expect(isList(searchRequest({ ...search, skillId: 11 }))).toBe(false);
});

afterEach(() => jest.restoreAllMocks());

describe('a search in all queues', () => {
	it('says that there are none', async () => {
		expect(await searchAll([])).toMatchObject({
			found: [],
			hint: 'No skill queue was found: the VDN of the asking agent has none.',
		});
	});

	it('ends with the refusal if the queues cannot be listed', async () => {
		const refused = verdict({ outcome: 'rejected', meaning: 'no' });
		const search = { agentId, states: [], simplify: true };
		expect(await searchAgents(search, { query: async () => refused })).toEqual(refused);
	});

	it.each([
		[1, '1 skill queue searched in 3 s: the gateway takes five'],
		[2, '2 skill queues searched in 3 s: the gateway takes five'],
	])('counts %d, and the seconds', async (count, hint) => {
		jest.spyOn(performance, 'now').mockReturnValueOnce(1_000).mockReturnValue(3_600);
		const queues = Array.from({ length: count }, (_, index) => ({ id: index + 1, name: 'Q' }));
		const answers = queues.map(() => agents(MAX_AGENTS_PER_QUEUE - 1));
		const found = await searchAll(queues, answers);
		expect(found.hint).toMatch(new RegExp(`^${hint}.* are left out by the gateway\\.$`));
		expect(found.found).toHaveLength(MAX_AGENTS_PER_QUEUE - 1);
	});

	it('names the queues that may have more agents, those without a name by their IDs', async () => {
		const queues = [{ id: 11, name: 'Hotline' }, { id: 12 }, { id: 13, name: 'Small' }];
		const full = agents(MAX_AGENTS_PER_QUEUE);
		const { hint } = await searchAll(queues, [full, full, agents(1)]);
		expect(hint).toMatch(
			new RegExp(
				` The gateway returns at most ${MAX_AGENTS_PER_QUEUE} agents per skill queue; there may be more in Hotline, 12\\.$`,
			),
		);
	});

	it('names the queue in which the search was refused', async () => {
		const search = { agentId, states: [], simplify: true };
		const { meaning } = await searchAgents(search, {
			query: async (request) =>
				isList(request)
					? verdict({ result: [{ id: 12 }] })
					: verdict({ outcome: 'rejected', meaning: 'no' }),
		});
		expect(meaning).toBe('in skill queue 12: no');
	});
});

describe('a search in one queue', () => {
	const searchOne = async (simplify: boolean) => {
		const result = agents(1);
		const search = { agentId, skillId: 11, states: [], simplify };
		return await searchAgents(search, { query: async () => verdict({ result }) });
	};

	it("leaves the gateway's own records out of a simple output", async () => {
		const { result, found } = await searchOne(true);
		expect(result).toBeNull();
		expect(Object.keys(found?.[0] ?? {})).toEqual(['workNo', 'name', 'state', 'stateSince']);
	});

	it('ends with the refusal', async () => {
		const refused = verdict({ outcome: 'rejected', meaning: 'no' });
		const search = { agentId, skillId: 11, states: [], simplify: false };
		expect(await searchAgents(search, { query: async () => refused })).toEqual(refused);
	});

	it('keeps them in a full one', async () => {
		const { result, found } = await searchOne(false);
		expect(result).toEqual(agents(1));
		expect(found?.[0]).toMatchObject({
			stateCode: 4,
			skills: [],
			signedInAt: null,
			result: agents(1)[0],
		});
	});
});
