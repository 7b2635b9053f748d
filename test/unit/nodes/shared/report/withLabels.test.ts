import { namesBeside, withLabels } from '../../../../../nodes/shared/report/withLabels';
import { readSettings } from '../../../../../gateway/values/settings';

const settings = readSettings({
	gatewayUrl: 'https://cc.example.com',
	authentication: 'guidPerItem',
	busyReasons: '201 Lunch\n201 Dinner',
	customStatuses: '100 Back office',
	restReasons: '0 None\n1 Smoke',
});

it.each<[object, object]>([
	[{ reason: 201 }, { reason: 201, reasonName: 'Lunch' }],
	[{ reason: 202 }, { reason: 202 }],
	[{ reason: 0 }, { reason: 0 }],
	[{ customstate: 100 }, { customstate: 100, customStatusName: 'Back office' }],
	[{ restcause: 0 }, { restcause: 0, restReasonName: 'None' }],
	[{ mediaType: '53' }, { mediaType: '53', mediaTypeName: 'Social Chat' }],
	[{ mediaType: 'constructor' }, { mediaType: 'constructor' }],
	[{ reason: 'Lunhc' }, { reason: 'Lunhc' }],
	[{ agentId: '201' }, { agentId: '201' }],
])('outputs %j as %j', (given, fields) => {
	expect(withLabels(given, settings)).toEqual(fields);
});

it('puts the word beside its code', () => {
	const given = { agentId: '31001', reason: 201, prolong: false };
	expect(Object.keys(withLabels(given, settings))).toEqual([
		'agentId',
		'reason',
		'reasonName',
		'prolong',
	]);
});

it("adds no word without the site's words", () => {
	expect(withLabels({ reason: 201 }, undefined)).toEqual({ reason: 201 });
});

it('knows which words belong to which parameters', () => {
	expect(namesBeside(['agentId', 'reason', 'mediaType'])).toEqual(['reasonName', 'mediaTypeName']);
});
