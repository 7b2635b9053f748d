import { changeableFields, type FieldName } from '../../../../gateway/values/credentialFields';

describe('the fields of a credential that may change from item to item', () => {
	it('are none if all values are fixed', () => {
		expect(
			changeableFields('guid', { gatewayUrl: 'https://cc.example.com', takeOver: false }),
		).toEqual([]);
	});

	it.each<[string, FieldName[]]>([
		['guid', ['gatewayUrl', 'agentId', 'guid', 'trustedCa']],
		['guidPerItem', ['gatewayUrl', 'guidField', 'trustedCa']],
		['signIn', ['gatewayUrl', 'agentId', 'password', 'trustedCa']],
	])('are the fields of the mode %s that hold an expression', (mode, fields) => {
		const written = Object.fromEntries(
			['gatewayUrl', 'agentId', 'guid', 'guidField', 'password', 'trustedCa'].map((name) => [
				name,
				'={{ $json.x }}',
			]),
		);
		expect(changeableFields(mode, written)).toEqual(fields);
	});

	it('are all fields of the mode if the stored values are unknown', () => {
		const fields = changeableFields('guidPerItem', undefined);
		expect(fields).toEqual(expect.arrayContaining(['gatewayUrl', 'authentication', 'guidField']));
		expect(fields).not.toContain('password');
	});

	it.each([
		'={{ $vars.gateway }}',
		'=https://{{ $vars["host"] }}:8043',
		'={{ $secrets.vault.gateway }}',
		'={{$env.GATEWAY}}',
		"={{ $('Sign In').first().json.guid }}",
		'={{ $("Sign In").last().json.guid }}',
		'={{ $input.first().json.gateway }}',
		'={{ $execution.customData.get("gateway") }}',
		'={{ "https://cc.example.com" }}',
		'=https://cc.example.com',
	])('exclude a field with the same value for a whole run: %s', (expression) => {
		expect(changeableFields('guid', { gatewayUrl: expression })).toEqual([]);
	});

	it.each([
		'={{ $json.gateway }}',
		'={{ $json.gateways.first() }}',
		"={{ $('Rows').item.json.gateway }}",
		"={{ $('Rows').itemMatching(0).json.gateway }}",
		"={{ $('Rows').all()[$itemIndex].json.gateway }}",
		"={{ $('$json').first().json[$json.a] }}",
		'={{ $vars.gateways[$json.site] }}',
		'={{ $vars2 }}',
		'={{ $varsity.a }}',
		'={{ $node["Rows"].json.gateway }}',
		'={{ $input.item.json.gateway }}',
		'={{ $input.first.json }}',
		'={{ $if($json.a, "b", "c") }}',
		'={{ $itemIndex }}',
		"={{ $(\n'Rows'\n).item.json.x }}",
	])('include a field whose value may differ between items: %s', (expression) => {
		expect(changeableFields('guid', { gatewayUrl: expression })).toEqual(['gatewayUrl']);
	});
});
