import fc from 'fast-check';
import { parseTrustedCa } from '../../../../gateway/values/trustedCa';
import { AUTHORITY, INTERMEDIATE, OTHER_AUTHORITY } from '../../../support/authorities';

const refusal = (field: string): string => {
	try {
		parseTrustedCa(field);
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was read');
};

const inOtherLines = (pem: string): string => {
	const [begin, ...lines] = pem.trim().split('\n');
	const end = lines.pop();
	return [begin, lines.join('').replace(/.{7}/g, '$& \t'), end].join('');
};

it.each([
	['as the file has it', AUTHORITY],
	['on one line', AUTHORITY.replace(/\n/g, ' ')],
	['without line ends', AUTHORITY.replace(/\n/g, '')],
	['with line ends of Windows', AUTHORITY.replace(/\n/g, '\r\n')],
	['with line ends as \\n', AUTHORITY.replace(/\n/g, '\\n')],
	['with line ends as \\r\\n', AUTHORITY.replace(/\n/g, '\\r\\n')],
	['with line ends as \\\\n', AUTHORITY.replace(/\n/g, '\\\\n')],
	['as a text of JSON inside JSON', JSON.stringify(JSON.stringify(AUTHORITY))],
	['behind a description', `Bag Attributes\n${AUTHORITY}`],
	['in lines of another length', inOtherLines(AUTHORITY)],
])('reads a certificate pasted %s', (_way, pasted) => {
	expect(parseTrustedCa(pasted)).toBe(AUTHORITY);
});

it('reads several certificates, and none from an empty field', () => {
	expect(parseTrustedCa(`${AUTHORITY}\\r\\n${OTHER_AUTHORITY}`)).toBe(AUTHORITY + OTHER_AUTHORITY);
	expect(parseTrustedCa(' \n')).toBeUndefined();
});

it('the certificate of an intermediate authority is read, although its own key did not sign it', () => {
	expect(parseTrustedCa(INTERMEDIATE)).toBe(INTERMEDIATE);
});

it.each([
	['/etc/ssl/ca.pem', 'it holds no certificate'],
	[AUTHORITY.slice(0, 600), 'the certificate is cut off'],
	[AUTHORITY + OTHER_AUTHORITY.slice(0, 300), 'certificate 2 is cut off'],
	[
		AUTHORITY.replace(/\n.{64}\n/, '\n'),
		'the certificate cannot be read: a part is missing, or a letter is wrong',
	],
	[
		'-----BEGIN CERTIFICATE----------END CERTIFICATE-----',
		'the certificate cannot be read: a part is missing, or a letter is wrong',
	],
])('refuses unusable text %#', (field, problem) => {
	expect(refusal(field)).toBe(
		`${problem}. Paste the text of the PEM file, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.`,
	);
});

it.each([AUTHORITY, OTHER_AUTHORITY])(
	'refuses a certificate with one wrong letter in its key or signature',
	(pem) => {
		const [begin = '', ...lines] = pem.trim().split('\n');
		const end = lines.pop() ?? '';
		const base64 = lines.join('').replace(/=+$/, '');
		const letter = fc.constantFrom(
			...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
		);
		fc.assert(
			// A wrong letter in a name only gives another name. The last letter may hold unused bits.
			fc.property(
				fc.integer({ min: Math.ceil(base64.length / 2), max: base64.length - 2 }),
				letter,
				(at, other) => {
					fc.pre(base64.charAt(at) !== other);
					const changed = base64.slice(0, at) + other + base64.slice(at + 1);
					const padded = changed.padEnd(Math.ceil(changed.length / 4) * 4, '=');
					expect(refusal(`${begin}${padded}${end}`)).toContain('cannot be read');
				},
			),
			{ numRuns: 300 },
		);
	},
);
