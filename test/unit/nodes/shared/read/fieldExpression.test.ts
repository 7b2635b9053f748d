import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { parseFieldExpression, readField } from '../../../../../nodes/shared/read/fieldExpression';

describe('parseFieldExpression', () => {
	it.each([
		['={{ $json.agent }}', ['agent']],
		['={{$json.agent}}', ['agent']],
		['={{\n\t$json\r\n . agent\n}}', ['agent']],
		['={{ $json["agent ID"] }}', ['agent ID']],
		["={{ $json[ 'agent ID' ] }}", ['agent ID']],
		['={{ $json[\'a\'].b ["c"]._d$1 }}', ['a', 'b', 'c', '_d$1']],
		['={{ $json["it\'s"] }}', ["it's"]],
		['={{ $json["a.b[0]"] }}', ['a.b[0]']],
		['={{ $json.工号 }}', ['工号']],
		["={{ $json['工号 😀'] }}", ['工号 😀']],
		['={{ $json.class }}', ['class']],
		['={{ $json["__proto__"] }}', ['__proto__']],
	])('reads the path of the field from %j', (parameter, path) => {
		expect(parseFieldExpression(parameter)).toEqual(path);
	});

	it.each([
		['$json.agent'],
		['{{ $json.agent }}'],
		['= {{ $json.agent }}'],
		['={{ $json.agent }} '],
		['={{ $json.agent }}\n'],
		['=Agent {{ $json.agent }}'],
		['={{ $json.agent }}{{ $json.agent }}'],
		['={{ $json }}'],
		['={{ $json.agent; }}'],
		['={{ ($json.agent) }}'],
		['={{ $json.agent /**/ }}'],
		['={{ $json.agent.trim() }}'],
		['={{ $json?.agent }}'],
		['={{ $json.a + $json.b }}'],
		['={{ $json.1a }}'],
		['={{ $json.a b }}'],
		['={{ $json[0] }}'],
		['={{ $json[agent] }}'],
		['={{ $json[`agent`] }}'],
		['={{ $json[""] }}'],
		['={{ $json["agent] }}'],
		['={{ $json["a\\u0041"] }}'],
		['={{ $json["a}}b"] }}'],
		['={{ $json["a{b"] }}'],
		['={{ $json["a\tb"] }}'],
		['={{ $json["a\nb"] }}'],
		['={{ $json["a\u2028b"] }}'],
		['={{ $json["a\ud800b"] }}'],
		['={{ $json.é }}'],
		['={{\u00a0$json.agent }}'],
		['={{ $jsonx.agent }}'],
		['={{ $input.item.json.agent }}'],
		['={{ $("Rows").item.json.agent }}'],
		[''],
		['='],
	])('reads no path from %j', (parameter) => {
		expect(parseFieldExpression(parameter)).toBeUndefined();
	});

	it.each([[undefined], [null], [5], [true], [['={{ $json.a }}']], [{ a: 1 }]])(
		'reads no path from %j',
		(parameter) => {
			expect(parseFieldExpression(parameter)).toBeUndefined();
		},
	);

	it('reads a long text that nearly matches in linear time', () => {
		const blanks = ' '.repeat(200_000);
		expect(parseFieldExpression(`={{ $json.a${blanks}x }}`)).toBeUndefined();
		expect(parseFieldExpression(`={{ $json${'.a'.repeat(100_000)}? }}`)).toBeUndefined();
	});

	it('reads the path that the same text has in JavaScript', () => {
		const text = fc.stringMatching(/^[$.[\]"'ab 0工é\\}]{1,12}$/);
		fc.assert(
			fc.property(text, (steps) => {
				const path = parseFieldExpression(`={{ $json${steps} }}`);
				fc.pre(path !== undefined);
				const json: unknown = path?.reduceRight<unknown>(
					(held, name) => ({ [name]: held }),
					'held',
				);
				expect(runInNewContext(`$json${steps}`, { $json: json })).toBe('held');
				expect(readField(json, path ?? [])).toBe('held');
			}),
			{ numRuns: 300, maxSkipsPerRun: 1000 },
		);
	});
});

describe('the value of a field', () => {
	class Agent {
		id = 5;
	}
	const json: unknown = {
		text: 'a',
		empty: '',
		looks: '={{ 1 + 1 }}',
		zero: 0,
		no: false,
		none: null,
		nan: NaN,
		endless: Infinity,
		missing: undefined,
		list: ['a'],
		record: { id: 7, bare: Object.assign(Object.create(null) as object, { id: 8 }) },
		agent: new Agent(),
		date: new Date(0),
		foreign: runInNewContext('({ id: 9 })') as unknown,
	};

	it.each<[string[], unknown]>([
		[['text'], 'a'],
		[['empty'], ''],
		[['looks'], '={{ 1 + 1 }}'],
		[['zero'], 0],
		[['no'], false],
		[['record', 'id'], 7],
		[['record', 'bare', 'id'], 8],
		[['foreign', 'id'], 9],
	])('%j is %j', (path, value) => {
		expect(readField(json, path)).toBe(value);
	});

	it.each([
		[['none']],
		[['nan']],
		[['endless']],
		[['missing']],
		[['nobody']],
		[['list']],
		[['list', '0']],
		[['list', 'length']],
		[['text', 'length']],
		[['text', '0']],
		[['record']],
		[['record', 'nobody']],
		[['nobody', 'id']],
		[['none', 'id']],
		[['agent', 'id']],
		[['date']],
		[['constructor', 'name']],
		[['toString']],
		[['__proto__']],
	])('%j is left to n8n', (path) => {
		expect(readField(json, path)).toBeUndefined();
	});

	it('ignores an inherited property of the item', () => {
		const own: unknown = JSON.parse('{ "__proto__": "a", "constructor": 5 }');
		expect(readField(own, ['__proto__'])).toBe('a');
		expect(readField(own, ['constructor'])).toBe(5);
	});

	it('is left to n8n without an item', () => {
		expect(readField(undefined, ['a'])).toBeUndefined();
		expect(readField('text', ['length'])).toBeUndefined();
	});
});
