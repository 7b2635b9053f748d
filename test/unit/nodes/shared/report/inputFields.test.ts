import type { IDataObject } from 'n8n-workflow';
import type { Settings } from '../../../../../gateway/values/settings';
import { inputFields } from '../../../../../nodes/shared/report/inputFields';

const settings = (authentication: object = { mode: 'guid' }) =>
	({ authentication }) as unknown as Settings;

const keptOf = async (
	json: IDataObject,
	{ authentication, parameters = [] }: { authentication?: object; parameters?: string[] } = {},
) =>
	Object.keys(
		await inputFields(
			{ json },
			{ settings: settings(authentication), parameters, redact: (value) => value },
		),
	);

const answer = { outcome: 'accepted', retcode: '0', message: 'success' };

it('keeps the columns of a roster, whatever they are called', async () => {
	const row = { agent: 31001, outcome: 'late', retcode: 7, message: 'Call back', result: 1 };
	expect(await keptOf(row)).toEqual(Object.keys(row));
});

it.each([
	['has no retcode', { outcome: 'accepted', message: 'a', result: 1 }],
	['has no message', { outcome: 'accepted', retcode: '0', result: 1 }],
	['has another outcome', { ...answer, outcome: 'done', result: 1 }],
	['is a dry run without requests', { outcome: 'accepted', dryRun: true, result: 1 }],
	['has requests and no dry run', { outcome: 'accepted', requests: [], result: 1 }],
	['has a dry run of another kind', { outcome: 'accepted', dryRun: 'yes', request: 1 }],
])('keeps all fields of an item that %s: it is no report', async (_, item) => {
	expect(await keptOf(item)).toEqual(Object.keys(item));
});

it.each(['accepted', 'rejected', 'unknown', 'notAttempted'])(
	'leaves out the report of an earlier node: %s',
	async (outcome) => {
		const report = {
			...answer,
			outcome,
			result: {},
			recipients: {},
			sentEarlier: [],
			state: 'busy',
		};
		expect(await keptOf({ team: 'A', ...report, reached: true, isWorking: true })).toEqual([
			'team',
		]);
	},
);

it.each([{ request: {} }, { requests: [] }])('leaves out a dry run with %j', async (shown) => {
	const report = { outcome: 'notAttempted', dryRun: true, ...shown };
	expect(await keptOf({ team: 'A', ...report })).toEqual(['team']);
});

it('leaves out of a report what this node reports itself, with the words beside its codes', async () => {
	const report = { ...answer, agentId: '31001', reason: 201, reasonName: 'Lunch', prolong: true };
	expect(await keptOf(report, { parameters: ['agentId', 'reason'] })).toEqual(['prolong']);
});

it('keeps these columns of an item that is no report', async () => {
	const row = { reason: 201, reasonName: 'Lunch' };
	expect(await keptOf(row, { parameters: ['reason'] })).toEqual(['reason', 'reasonName']);
});

it('leaves out an earlier error', async () => {
	expect(await keptOf({ team: 'A', error: { message: 'no' } })).toEqual(['team']);
});

it("leaves out the Guid in the credential's mode Guid per Item only", async () => {
	const row = { team: 'A', secret: 'x' };
	const perItem = { authentication: { mode: 'guidPerItem', guidField: 'secret' } };
	expect(await keptOf(row, perItem)).toEqual(['team']);
	const guid = { authentication: { mode: 'guid', guidField: 'secret' } };
	expect(await keptOf(row, guid)).toEqual(['team', 'secret']);
});

it('changes nothing in the input', async () => {
	const json = { ...answer, error: 'x' };
	await keptOf(json);
	expect(json).toEqual({ ...answer, error: 'x' });
});
