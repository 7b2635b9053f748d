import type { IExecuteFunctions } from 'n8n-workflow';
import type { GatewayRequest } from '../../../../../gateway/operations/request';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { missingAgentColumn } from '../../../../../nodes/shared/read/missingAgentColumn';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

const args = { agentId: parseAgentId(31000) };
const refused = new PreflightError('no', '', {});

/** Requests, or items that were refused already. */
type Items = Array<Partial<GatewayRequest> | PreflightError>;

function problemOf(
	items: Items,
	{ agentId = '', recipients = false }: { agentId?: unknown; recipients?: boolean } = {},
) {
	const operation = {
		request: ({ request }: { request: object }) => ({
			effect: 'idempotent',
			path: '/saybusy',
			...request,
		}),
		...(recipients ? { recipients: {} } : {}),
	} as unknown as Operation<OperationArguments>;
	const context = { getNode: () => ({ parameters: { agentId } }) } as unknown as IExecuteFunctions;
	const read = items.map((item) =>
		item instanceof PreflightError ? item : { args: { ...args, request: item } },
	);
	return missingAgentColumn(context, operation, read);
}

it('refuses two items that do the same to the agent of the credential', () => {
	expect(problemOf([{}, {}])).toMatchObject({
		message: 'Agent ID is empty, but 2 items came in',
		remedy:
			"Drag the column with the agents into the field 'Agent ID'. For the agent of the credential, switch on 'Execute Once' in the settings of this node.",
		args: {},
	});
});

it('counts refused items as items that came in', () => {
	expect(problemOf([{}, refused, {}])?.message).toBe('Agent ID is empty, but 3 items came in');
});

it.each<[string, Items, { agentId?: unknown; recipients?: boolean }]>([
	['a single item', [{}], {}],
	['a single item beside a refused one', [refused, {}, refused], {}],
	['refused items', [refused, refused], {}],
	['no item', [], {}],
	['items that do different things', [{}, {}, { path: '/sayfree' }], {}],
	['queries', [{ effect: 'readOnly' }, { effect: 'readOnly' }], {}],
	['what must not be done twice', [{ effect: 'nonIdempotent' }, { effect: 'nonIdempotent' }], {}],
	['items about another agent', [{ target: args.agentId }, { target: args.agentId }], {}],
	['notes', [{}, {}], { recipients: true }],
	['items that name their agent', [{}, {}], { agentId: '31000' }],
])('accepts %s', (_what, items, node) => {
	expect(problemOf(items, node)).toBeUndefined();
});
