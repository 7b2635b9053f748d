import {
	type CredentialFields,
	InvalidCredentialError,
	readSettings,
} from '../../../../gateway/values/settings';
import { message } from './refusalMessage';

const BASE = 'https://cc.example.com:8043/agentgateway/resource';

const valid: CredentialFields = {
	gatewayUrl: 'https://cc.example.com:8043',
	authentication: 'guid',
	agentId: '31001',
	guid: 'JSESSIONID=279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0',
};

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
		[{ restReasons: '256 Lunch' }, 'Rest Reasons'],
		[{ restReasons: '1 Lunch\n2 lunch' }, 'Rest Reasons'],
		[{ restReasons: '1 no reason' }, 'Rest Reasons'],
		[{ customStatuses: '65535 Away' }, 'Custom Statuses'],
	])('refuses %p and names the field', (fields, field) => {
		try {
			readSettings({ ...valid, ...fields });
		} catch (error) {
			expect(error).toBeInstanceOf(InvalidCredentialError);
			expect((error as InvalidCredentialError).field).toBe(field);
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

describe('an account that the package signs in', () => {
	const account: CredentialFields = {
		gatewayUrl: 'https://cc.example.com:8043',
		authentication: 'signIn',
		agentId: 31900,
		password: ' Pass word ',
		phonenum: ' 6900 ',
	};
	const read = (fields: CredentialFields = {}) =>
		readSettings({ ...account, ...fields }).authentication;

	it('has a Guid lifetime of two minutes and ends no session elsewhere by default', () => {
		expect(read()).toEqual({
			mode: 'signIn',
			baseUrl: 'https://cc.example.com:8043/agentgateway/resource',
			agentId: '31900',
			password: ' Pass word ',
			phonenum: '6900',
			takeOver: false,
			guidLifetime: 120_000,
		});
		expect(read({ takeOver: true, guidLifetime: '600' })).toMatchObject({
			takeOver: true,
			guidLifetime: 600_000,
		});
		expect(read({ takeOver: 'true' })).toMatchObject({ takeOver: false });
	});

	it('accepts values at the limits of the gateway, numbers included', () => {
		expect(read({ password: 'x'.repeat(32), phonenum: '6'.repeat(24) })).toMatchObject({
			password: 'x'.repeat(32),
			phonenum: '6'.repeat(24),
		});
		expect(read({ password: 123456, phonenum: 6900 })).toMatchObject({
			password: '123456',
			phonenum: '6900',
		});
		expect(read({ password: '' })).toMatchObject({ password: '' });
		expect(read({ guidLifetime: 10 })).toMatchObject({ guidLifetime: 10_000 });
		expect(read({ guidLifetime: 86_400 })).toMatchObject({ guidLifetime: 86_400_000 });
	});

	it.each<[CredentialFields, string]>([
		[
			{ agentId: '' },
			'Agent ID in the credential: no agent ID was given. Enter the ID of the agent whose',
		],
		[{ agentId: ' \n' }, 'Agent ID in the credential: no agent ID was given. Enter the ID'],
		[{ password: undefined }, 'Password in the credential: no password was given. Enter the'],
		[{ password: {} }, 'Password in the credential: no password was given. Enter the'],
		[
			{ password: 'secret'.repeat(6) },
			"Password in the credential: it is longer than 32 characters. Enter the agent's password, at most 32 characters, or leave the field empty if your site signs agents in without one.",
		],
		[
			{ phonenum: '  ' },
			"Phone Number in the credential: no phone number was given. Enter the number of the agent's phone or softphone, 1 to 24 characters.",
		],
		[
			{ phonenum: '6'.repeat(25) },
			`Phone Number in the credential: '${'6'.repeat(25)}' is longer than 24 characters. Enter the number`,
		],
		[
			{ guidLifetime: 9 },
			"Guid Lifetime (Seconds) in the credential: '9' is outside 10 to 86400. Use a whole number from 10 to 86400.",
		],
		[{ guidLifetime: 86_401 }, "Guid Lifetime (Seconds) in the credential: '86401' is outside"],
		[{ guidLifetime: '' }, 'Guid Lifetime (Seconds) in the credential: an empty text is not'],
	])('is refused with %p', (fields, expected) => {
		const said = message(() => read(fields));
		expect(said.startsWith(expected)).toBe(true);
		expect(said).not.toContain('secret');
	});
});

describe('a secret in the wrong field of the credential', () => {
	const password = 'correct horse battery staple';

	it.each<[Partial<CredentialFields>, string]>([
		[{ guid: 'c0ffee00c0ffee00', agentId: 'c0ffee00c0ffee00' }, "'•••' is not a whole number"],
		[{ guid: '', agentId: '279fe21d-2caa.AgentGateway0' }, 'a Guid is not a whole number'],
		[
			{ guid: 'c0ffee00c0ffee00', busyReasons: `201 Lunch\nc0ffee00c0ffee00` },
			"line 2, '•••', is not a code and a word",
		],
		[
			{ authentication: 'signIn', password, phonenum: password },
			"'•••' is longer than 24 characters",
		],
	])('does not show: %j', (fields, problem) => {
		expect(message(() => readSettings({ ...valid, ...fields }))).toContain(problem);
	});
});

describe('the other fields of the credential', () => {
	it('select the mode Guid by default', () => {
		expect(readSettings({ ...valid, authentication: undefined }).authentication).toEqual({
			mode: 'guid',
			agentId: '31001',
			guid: '279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0',
			cookies: '',
		});
		expect(readSettings({ ...valid, cookies: 'a=1' }).authentication).toMatchObject({
			cookies: 'a=1',
		});
	});

	it('give the name of the Guid column, with a default', () => {
		const per = (guidField: unknown) =>
			readSettings({ ...valid, authentication: 'guidPerItem', guidField }).authentication;
		expect(per(' session ')).toEqual({ mode: 'guidPerItem', guidField: 'session' });
		expect(per('  ')).toEqual({ mode: 'guidPerItem', guidField: 'guid' });
		expect(per(undefined)).toEqual({ mode: 'guidPerItem', guidField: 'guid' });
	});

	it('are refused if they select a mode that this version does not have', () => {
		expect(message(() => readSettings({ ...valid, authentication: 'magic' }))).toBe(
			"Authentication in the credential: 'magic' is not a mode of this version. Choose 'Guid', 'Guid per Item' or 'Sign In as an Agent', or update the package.",
		);
	});

	it('disable the certificate check only if the switch is true, not merely truthy', () => {
		const ignore = (ignoreTlsIssues: unknown) =>
			readSettings({ ...valid, ignoreTlsIssues }).connection.ignoreTlsIssues;
		expect([ignore(true), ignore(false), ignore('true'), ignore(1), ignore(undefined)]).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});

	it('have the word "no reason" for busy and rest reasons only', () => {
		const { busyReasons, customStatuses, restReasons } = readSettings({
			...valid,
			customStatuses: '0 Away',
			restReasons: '0 Pause\n255 Other',
		});
		expect(restReasons.codes.get('no reason')).toBe(0);
		expect(restReasons.entries).toEqual([
			{ code: 0, word: 'Pause' },
			{ code: 255, word: 'Other' },
		]);
		expect(busyReasons.codes.get('no reason')).toBe(0);
		expect(busyReasons.entries).toEqual([]);
		expect(customStatuses.codes.get('no reason')).toBeUndefined();
		expect(customStatuses.codes.get('away')).toBe(0);
	});

	it('are refused with an InvalidCredentialError that names the field', () => {
		const error = new InvalidCredentialError('Guid', 'it is odd', 'Change it.');
		expect(error).toMatchObject({
			name: 'InvalidCredentialError',
			message: 'Guid in the credential: it is odd. Change it.',
		});
	});
});
