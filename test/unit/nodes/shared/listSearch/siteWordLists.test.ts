/** The lists of a site's own words: codes, words and what is shown where there are none. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import {
	loadBusyReasons,
	searchBusyReasons,
	searchCustomStatuses,
	searchRestReasons,
} from '../../../../../nodes/shared/listSearch/siteWordLists';

/** The editor with a credential. */
const editor = (fields: object | Error): ILoadOptionsFunctions =>
	({
		getCredentials: async (type: string) => {
			expect(type).toBe('ccGatewayApi');
			if (fields instanceof Error) throw fields;
			return await Promise.resolve(fields);
		},
	}) as unknown as ILoadOptionsFunctions;

const WORDS = {
	busyReasons: '250 Lunch\n201 Training\n250 Dinner',
	customStatuses: '100 Back office\n101 Coaching',
	restReasons: '7 Coffee\n8 Doctor',
};

it('lists No Reason, the busy reasons with words in the order of the site, then all others', async () => {
	const reasons = await loadBusyReasons.call(editor(WORDS));
	expect(reasons.slice(0, 4)).toEqual([
		{ name: 'No Reason', value: 0 },
		{ name: 'Lunch / Dinner (250)', value: 250 },
		{ name: 'Training (201)', value: 201 },
		{ name: 'Reason (200)', value: 200 },
	]);
	expect(reasons.at(-1)).toEqual({ name: 'Reason (249)', value: 249 });
	expect(reasons).toHaveLength(52);
	expect(await searchBusyReasons.call(editor(WORDS))).toEqual({ results: reasons });
});

it.each([new Error('no credential'), { busyReasons: 'nonsense' }, {}])(
	'lists the codes of busy reasons alone without words (%j)',
	async (fields) => {
		const reasons = await loadBusyReasons.call(editor(fields));
		expect(reasons).toHaveLength(52);
		expect(reasons[1]).toEqual({ name: 'Reason (200)', value: 200 });
	},
);

it('finds an entry by its word or code, in any letter case', async () => {
	const named = [{ name: 'Training (201)', value: 201 }];
	for (const filter of ['TRAIN', ' 201 '])
		expect(await searchBusyReasons.call(editor(WORDS), filter)).toEqual({ results: named });
	expect(await searchBusyReasons.call(editor(WORDS), 'nothing')).toEqual({ results: [] });
});

it('lists the words for custom statuses and for rest reasons', async () => {
	const statuses = [
		{ name: 'Back office (100)', value: 100 },
		{ name: 'Coaching (101)', value: 101 },
	];
	const reasons = [
		{ name: 'Coffee (7)', value: 7 },
		{ name: 'Doctor (8)', value: 8 },
	];
	expect(await searchCustomStatuses.call(editor(WORDS))).toEqual({ results: statuses });
	expect(await searchCustomStatuses.call(editor(WORDS), 'back')).toEqual({
		results: statuses.slice(0, 1),
	});
	expect(await searchRestReasons.call(editor(WORDS))).toEqual({ results: reasons });
	expect(await searchRestReasons.call(editor(WORDS), '8')).toEqual({ results: reasons.slice(1) });
});

it.each([
	[{}, "No words yet: see 'Custom Statuses' in the credential"],
	[{ customStatuses: 'nonsense' }, "'Custom Statuses' in the credential cannot be read"],
	[new Error('no credential'), "'Custom Statuses' in the credential cannot be read"],
])('has an entry that chooses nothing and says where words come from', async (fields, name) => {
	const list = { results: [{ name, value: '' }] };
	expect(await searchCustomStatuses.call(editor(fields), 'back')).toEqual(list);
});
