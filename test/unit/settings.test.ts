import fc from 'fast-check';
import {
	type CredentialFields,
	InvalidCredential,
	parseGatewayUrl,
	parseGuid,
	parseTrustedCa,
	readSettings,
} from '../../gateway/settings';

const BASE = 'https://cc.example.com:8043/agentgateway/resource';

const valid: CredentialFields = {
	gatewayUrl: 'https://cc.example.com:8043',
	authentication: 'guid',
	agentId: '31001',
	guid: 'JSESSIONID=279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0',
};

const message = (read: () => unknown): string => {
	try {
		read();
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was accepted');
};

describe('the gateway URL', () => {
	it.each([
		'https://cc.example.com:8043',
		'https://cc.example.com:8043/',
		' https://cc.example.com:8043/agentgateway ',
		'https://cc.example.com:8043/agentgateway/',
		'https://cc.example.com:8043/agentgateway/resource',
		'https://cc.example.com:8043/agentgateway/resource//',
		'HTTPS://CC.EXAMPLE.COM:8043/AgentGateway/Resource/',
	])('%p means the same', (url) => {
		expect(parseGatewayUrl(url)).toBe(BASE);
	});

	it.each([
		['http://10.0.0.5:8000', 'http://10.0.0.5:8000/agentgateway/resource'],
		['https://[::1]:8043', 'https://[::1]:8043/agentgateway/resource'],
		['https://proxy.example.com/cc/', 'https://proxy.example.com/cc/agentgateway/resource'],
		[
			'https://proxy.example.com/cc/agentgateway',
			'https://proxy.example.com/cc/agentgateway/resource',
		],
	])('%p means %p', (url, base) => {
		expect(parseGatewayUrl(url)).toBe(base);
	});

	it.each([
		['', /no address was given/],
		[undefined, /no address was given/],
		['cc.example.com:8043', /not a complete web address/],
		['https://', /not a complete web address/],
		['ftp://cc.example.com', /does not speak 'ftp:'/],
		['javascript:alert(1)', /not a complete web address/],
		['https://user:hunter2@cc.example.com', /user name or a password/],
		['https://cc.example.com/?x=1', /goes on after a '\?'/],
		['https://cc.example.com/#x', /goes on after a '\?' or '#'/],
	])('%p is refused', (url, expected) => {
		const said = message(() => parseGatewayUrl(url));
		expect(said).toMatch(expected);
		expect(said).not.toContain('hunter2');
	});

	it('always ends in /agentgateway/resource, at the host that was given', () => {
		fc.assert(
			fc.property(
				fc.webUrl({ validSchemes: ['http', 'https'] }),
				fc.constantFrom('', '/', '/agentgateway', '/agentgateway/', '/agentgateway/resource/'),
				(url, ending) => {
					const base = parseGatewayUrl(url.replace(/\/+$/, '') + ending);
					expect(base).toMatch(/[^/]\/agentgateway\/resource$/);
					expect(new URL(base).origin).toBe(new URL(url).origin);
					expect(parseGatewayUrl(base)).toBe(base);
				},
			),
		);
	});
});

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
		['abc\r\nX-Evil: secretpart', /blanks or letters/],
		['ab secretpart', /blanks or letters/],
		['secretpärt', /blanks or letters/],
	])('refuses %p without showing it', (value, expected) => {
		const said = message(() => parseGuid(value));
		expect(said).toMatch(expected);
		expect(said).not.toMatch(/secretp/);
	});

	it('is always fit for a header, whatever comes in', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (value) => {
				try {
					expect(parseGuid(value)).toMatch(/^[\x21-\x7e]+$/);
				} catch (error) {
					expect((error as Error).name).toBe('InvalidValue');
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the trusted authority', () => {
	const lines = ['A'.repeat(64), 'B'.repeat(64), 'Qw=='];
	const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;

	it('is kept, also if it was pasted on one line', () => {
		expect(parseTrustedCa(pem)).toBe(pem);
		expect(parseTrustedCa(pem.replace(/\n/g, ' '))).toBe(pem);
		expect(parseTrustedCa(pem.trim().replace(/\n/g, '\\n'))).toBe(pem);
		expect(parseTrustedCa(`Bag Attributes\n${pem}${pem}`)).toBe(pem + pem);
		expect(parseTrustedCa(' ')).toBeUndefined();
	});

	it('is refused if it holds no certificate', () => {
		expect(message(() => parseTrustedCa('/etc/ssl/ca.pem'))).toMatch(/holds no certificate/);
	});
});

describe('the credential as a whole', () => {
	it('is read in both modes', () => {
		expect(readSettings(valid)).toMatchObject({
			connection: { baseUrl: BASE, trustedCa: undefined, ignoreTlsIssues: false },
			authentication: {
				mode: 'guid',
				agentId: '31001',
				guid: expect.stringMatching(/^279fe21d/) as string,
			},
		});
		expect(
			readSettings({ gatewayUrl: valid.gatewayUrl, authentication: 'guidPerItem', guidField: '' }),
		).toMatchObject({ authentication: { mode: 'guidPerItem', guidField: 'guid' } });
	});

	it.each([
		[{ gatewayUrl: '' }, 'Gateway URL'],
		[{ agentId: '99' }, 'Agent ID'],
		[{ guid: '' }, 'Guid'],
		[{ trustedCa: 'x' }, 'Trusted CA'],
		[{ authentication: 'magic' }, 'Authentication'],
		[{ busyReasons: '201 Lunch\n202 lunch ' }, 'Busy Reasons'],
		[{ busyReasons: '199 Lunch' }, 'Busy Reasons'],
		[{ busyReasons: '201 no reason' }, 'Busy Reasons'],
		[{ busyReasons: 'Lunch' }, 'Busy Reasons'],
		[{ busyReasons: '201 202' }, 'Busy Reasons'],
		[{ customStatuses: '65535 Away' }, 'Custom Statuses'],
	])('refuses %p and names the field', (fields, field) => {
		try {
			readSettings({ ...valid, ...fields });
		} catch (error) {
			expect(error).toBeInstanceOf(InvalidCredential);
			expect((error as InvalidCredential).field).toBe(field);
			return;
		}
		throw new Error('It was accepted');
	});

	it('reads words with any usual sign between code and word', () => {
		const { busyReasons } = readSettings({
			...valid,
			busyReasons: '201 Lunch\r\n\n202=Training\n203: Back office\n204\t休息\n205 - Doctor',
		});
		expect(busyReasons.entries).toEqual([
			{ code: 201, word: 'Lunch' },
			{ code: 202, word: 'Training' },
			{ code: 203, word: 'Back office' },
			{ code: 204, word: '休息' },
			{ code: 205, word: 'Doctor' },
		]);
	});
});
