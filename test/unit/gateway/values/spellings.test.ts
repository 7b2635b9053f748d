import { spellings } from '../../../../gateway/values/spellings';

it.each([
	['as it is', 'a b', 'a b'],
	['in an address of a browser', "it's (1*) ü/", "it's%20(1*)%20%C3%BC%2F"],
	['in an address, strictly', "it's (1*)", 'it%27s%20%281%2A%29'],
	['in an address, with small hexadecimal digits', '(1*) ü/', '%281%2a%29%20%c3%bc%2f'],
	['in an address, every byte', 'no', '%6E%6F'],
	['in a form of PHP', 'a b~c*d', 'a+b%7Ec%2Ad'],
	['in a form of a browser', 'a b~c*d', 'a+b%7Ec*d'],
	['in HTML', '<a&b>', '&lt;a&amp;b&gt;'],
	['in JSON', 'a"b\\c', 'a\\"b\\\\c'],
	['in JSON inside JSON', 'a"b', 'a\\\\\\"b'],
	['in JSON of PHP, with escaped slashes', 'a/b', 'a\\/b'],
	['in JSON of ASCII characters', 'Zoë', 'Zo\\u00eb'],
	['in JSON of ASCII characters, with large hexadecimal digits', 'Zoë', 'Zo\\u00EB'],
	['in base64', '>>>???', 'Pj4+Pz8/'],
	['in base64 for addresses', '>>>???', 'Pj4-Pz8_'],
	['hexadecimal', 'no', '6e6f'],
	['hexadecimal in capitals', 'no', '6E6F'],
	['without its separators', 'ab-cd.ef:gh_ij', 'abcdefghij'],
	['with half a character, in an address', 'half \ud83d', 'half%20%EF%BF%BD'],
])('a secret may be spelled %s', (_way, secret, spelling) => {
	expect(spellings(secret)).toContain(spelling);
});

it('each spelling comes once', () => {
	const all = spellings("a-b (it's)");
	expect(new Set(all).size).toBe(all.length);
});
