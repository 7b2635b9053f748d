import fc from 'fast-check';
import { parseGuid } from '../../../../gateway/values/settings';
import { message } from './refusalMessage';

/** All code points, lone surrogates included. */
const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

describe('the Guid', () => {
	const guid = '279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0';

	it.each([
		guid,
		` ${guid}\n`,
		`JSESSIONID=${guid}`,
		`JSESSIONID=${guid}; Path=/agentgateway`,
		`Set-GUID: JSESSIONID=${guid}`,
		`Guid: ${guid}`,
	])('is read from %p', (value) => {
		expect(parseGuid(value)).toBe(guid);
	});

	it.each([
		['', /no Guid was given/],
		['JSESSIONID=', /no Guid was given/],
		[undefined, /no Guid was given/],
		['{"retcode":"0"}', /no Guid was given/],
		['abc\r\nX-Evil: secretpart', /blanks or letters/],
		['ab secretpart', /blanks or letters/],
		['secretpärt', /blanks or letters/],
	])('refuses %p without showing it', (value, expected) => {
		const said = message(() => parseGuid(value));
		expect(said).toMatch(expected);
		expect(said).not.toMatch(/secretp/);
	});

	it.each([
		['"…"'],
		["'JSESSIONID=…'"],
		['“…”'],
		['`…`'],
		['{"guid":"…"}'],
		['{ "retcode": "0", "Set-GUID": "JSESSIONID=…; Path=/" }'],
		['"Set-GUID": "JSESSIONID=…",'],
		['Guid: "…"'],
		[' "JSESSIONID=…" '],
		['" JSESSIONID=…"'],
		["' JSESSIONID=… '"],
		['{"Set-GUID":" JSESSIONID=…"}'],
		['{"oldguid":"a","guids":"b","guid":"…"}'],
	])('is extracted from quotes and JSON: %s', (pasted) => {
		const guid = '279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0';
		expect(parseGuid(pasted.replace('…', guid))).toBe(guid);
	});

	it.each(['{}', '{"guid":', '"', '""', "''", '"abc', 'a"bc"', '"ab"c'])(
		'does not exist in %s',
		(pasted) => {
			expect(() => parseGuid(pasted)).toThrow();
		},
	);

	it('is always valid in a header, whatever the value', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.anything()), (value) => {
				try {
					expect(parseGuid(value)).toMatch(/^[\x21-\x7e]+$/);
				} catch (error) {
					expect((error as Error).name).toBe('InvalidValueError');
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the exact result for a Guid', () => {
	it.each([
		['guid:g', 'g'],
		[' Guid: g', 'g'],
		['\n JSESSIONID=g', 'g'],
		['Set-Guid :\tg', 'g'],
		['JSESSIONID = g ; Path=/', 'g'],
		['jsessionid=g;\nsecond line', 'g'],
		['my-guid', 'my-guid'],
		['xJSESSIONID=g', 'xJSESSIONID=g'],
		['myguid:g', 'myguid:g'],
		[123456, '123456'],
	])('in %p', (value, guid) => {
		expect(parseGuid(value)).toBe(guid);
	});

	it('that is unusable', () => {
		const remedy =
			"Paste the agent's current Guid, with or without 'JSESSIONID=' in front, up to and including '.AgentGateway0'.";
		expect(message(() => parseGuid(''))).toBe(`no Guid was given. ${remedy}`);
		expect(message(() => parseGuid('a b'))).toBe(
			`the Guid holds blanks or letters that no Guid has. ${remedy}`,
		);
	});
});
