import type { GatewayRequest } from '../../../../../gateway/operations/request';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { batchesOf, plan } from '../../../../../nodes/shared/send/plan';
import type { RunSession } from '../../../../../nodes/shared/session/runSession';

interface Item extends OperationArguments {
	text: string;
}

const sessionOf = (id: string): RunSession => ({
	id,
	send: async () => ({ type: 'lost', meaning: '', remedy: '' }),
	secrets: () => [],
});

const operationOf = (effect: GatewayRequest['effect']): Operation<Item> => ({
	read: () => item('', 31000),
	request: ({ agentId, text }) => ({
		method: 'POST',
		path: `/${agentId}`,
		effect,
		agentId,
		body: { text },
	}),
	phrase: () => ({ subject: 'It', done: 'done' }),
});

const item = (text: string, agent: number): Item => ({ agentId: parseAgentId(agent), text });

/** The lanes of the requests that are sent for some items. */
async function lanes(
	effect: GatewayRequest['effect'],
	items: ReadonlyArray<[args: Item, session?: string]>,
) {
	const operation = operationOf(effect);
	const valid = items.map(([args, session = 'one']) => ({ args, session: sessionOf(session) }));
	const entries = await plan(operation, valid, { combine: true, earlierTry: undefined });
	return [...batchesOf(operation, entries)].map(({ lane }) => lane);
}

const twice = [[item('a', 31001)], [item('a', 31001)]] as Array<[Item]>;

it('sends a request that must not be repeated once for equal rows', async () => {
	expect(await lanes('nonIdempotent', twice)).toEqual(['31001']);
});

it.each([
	['another text', [[item('a', 31001)], [item('b', 31001)]]],
	['another agent', [[item('a', 31001)], [item('a', 31002)]]],
	['another session', [[item('a', 31001)], [item('a', 31001), 'other']]],
] as Array<[string, Array<[Item, string?]>]>)('sends it for each row with %s', async (_, items) => {
	expect(await lanes('nonIdempotent', items)).toHaveLength(2);
});

it.each(['idempotent', 'readOnly'] as const)(
	'sends a request that may be repeated (%s) for every row',
	async (effect) => {
		expect(await lanes(effect, twice)).toHaveLength(2);
	},
);

it('keeps the order of an agent only for what changes its state', async () => {
	expect(await lanes('idempotent', twice)).toEqual(['31001', '31001']);
	expect(await lanes('readOnly', twice)).toEqual([undefined, undefined]);
});
