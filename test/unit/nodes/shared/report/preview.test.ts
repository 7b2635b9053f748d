import { setIdle } from '../../../../../gateway/operations/setIdle';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { previewRequests } from '../../../../../nodes/shared/report/preview';
import { plan } from '../../../../../nodes/shared/send/plan';
import { note, noteOperation } from '../../../../support/noteOperation';

const session = {
	id: 'session',
	send: async () => ({ type: 'lost' as const, meaning: '', remedy: '' }),
	secrets: () => [],
};

/** What a dry run shows for each item. */
async function previews<A extends OperationArguments>(
	operation: Operation<A>,
	items: ReadonlyArray<A | PreflightError>,
	options = DEFAULT_OPTIONS,
) {
	const valid = items.map((item) =>
		item instanceof PreflightError ? item : { args: item, session },
	);
	const entries = await plan(operation, valid, { combine: true, earlierTry: undefined });
	const show = previewRequests(operation, entries, options);
	return entries.map((entry, item) => ('refusal' in entry ? undefined : show(entry, item)));
}

const agent = { agentId: parseAgentId(31001) };
const phrase = () => ({ subject: 'It', done: 'done' });

it('shows the request of an item, with null where it has no query or body', async () => {
	const request = () => setIdle(agent);
	const { method, path } = request();
	expect(await previews({ read: () => agent, request, phrase }, [agent])).toEqual([
		{ request: { method, path, query: null, body: null } },
	]);
});

it('shows the query and the body that a request has', async () => {
	const request = () => ({
		...setIdle(agent),
		query: { flag: 1 },
		body: { reason: 201 },
	});
	expect(await previews({ read: () => agent, request, phrase }, [agent])).toMatchObject([
		{ request: { query: { flag: 1 }, body: { reason: 201 } } },
	]);
});

it('shows all requests of an operation of several, as the options want them', async () => {
	const operation: Operation<typeof agent> = {
		read: () => agent,
		request: () => setIdle(agent),
		phrase,
		requests: ({ agentId }, { readBefore }) => [
			...(readBefore ? [{ ...setIdle({ agentId }), path: '/before' }] : []),
			{ ...setIdle({ agentId }), path: '/change' },
		],
	};
	const pathsOf = async (readBefore: boolean) =>
		(await previews(operation, [agent], { ...DEFAULT_OPTIONS, readBefore })).map((shown) =>
			(shown?.requests as Array<{ path: string; body: unknown }>).map(({ path, body }) => [
				path,
				body,
			]),
		);
	expect(await pathsOf(false)).toEqual([[['/change', null]]]);
	expect(await pathsOf(true)).toEqual([
		[
			['/before', null],
			['/change', null],
		],
	]);
});

describe('of notes', () => {
	const { path } = noteOperation.request(note('a'));
	const shown = (batch: number, recipients: number[], content: string) => ({
		...{ batch, recipients, contentBytes: content.length, method: 'POST', path, query: null },
		body: expect.objectContaining({ agentIds: recipients, content }) as object,
	});

	it('it shows every request once, with all its recipients, and refers to it elsewhere', async () => {
		expect(
			await previews(noteOperation, [
				note('first', [1, 2]),
				new PreflightError('refused', '', {}),
				note('second', [1]),
				note('first', [2, 3]),
			]),
		).toEqual([
			{ requests: [shown(1, [1, 2, 3], 'first')] },
			undefined,
			{ requests: [shown(2, [1], 'second')] },
			{ requests: [{ batch: 1, recipients: [2, 3], shownWithItem: 0 }] },
		]);
	});

	it('it shows each part of a note that is split', async () => {
		expect(await previews(noteOperation, [note('a|bc', [1])])).toEqual([
			{ requests: [shown(1, [1], 'a'), shown(1, [1], 'bc')] },
		]);
	});

	it('it shows as many requests as the recipients need', async () => {
		const all = Array.from({ length: 150 }, (_, index) => index + 1);
		expect(await previews(noteOperation, [note('a', all), note('a', [100, 101, 151])])).toEqual([
			{
				requests: [shown(1, all.slice(0, 100), 'a'), shown(2, [...all.slice(100), 151], 'a')],
			},
			{
				requests: [
					{ batch: 1, recipients: [100], shownWithItem: 0 },
					{ batch: 2, recipients: [101, 151], shownWithItem: 0 },
				],
			},
		]);
	});
});
