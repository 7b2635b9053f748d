import fc from 'fast-check';
import {
	escapeHtml,
	redactor,
	memoizeRedactor,
	thoroughRedactor,
} from '../../../../gateway/values/redact';

const guid = '279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0';

describe('the redactor', () => {
	const redact = redactor([guid]);

	it('removes a Guid from texts, lists, objects and keys', () => {
		const bare = guid.replace('.AgentGateway0', '');
		const said = {
			message: `bad ${guid}`,
			result: [{ [guid]: `JSESSIONID=${bare};` }, 1, null, true],
		};
		expect(redact(said)).toEqual({
			message: 'bad •••',
			result: [{ '•••': 'JSESSIONID=•••;' }, 1, null, true],
		});
	});

	it.each([
		['secret-1.AgentGateway0', 'secret-1', '•••'],
		['secret-1.AgentGateway12', 'of secret-1!', 'of •••!'],
		['secret-1.agentgateway', 'secret-1', '•••'],
		['secret-1.AgentGateway0.x', 'secret-1.x', '•••x'],
		['secret-1xAgentGate', 'secret-1', '•••'],
		['secret-1xAgent', 'secret-1', 'secret-1'],
		['abc.AgentGateway0', 'abc', 'abc'],
		['sec1.AgentGateway12', 'sec1 of .AgentGateway3', '••• of .AgentGateway3'],
		['abcdefgh-ijklmno', 'bcdefgh-', '•••'],
		['abcdefgh-ijklmn', 'bcdefgh-', 'bcdefgh-'],
		['a-service-word', 'A-SERVICE-WORD', 'A-SERVICE-WORD'],
		['lunch', 'lunch at lunchtime, or (lunch)', '••• at lunchtime, or (•••)'],
		['lunch', 'brunchlunch', 'brunchlunch'],
		['(abc)', 'x(abc)y', 'x•••y'],
		['31900', 'agent 31900', 'agent 31900'],
		['1234567', 'agent 1234567, not 12345678', 'agent •••, not 12345678'],
		['a b/c', 'a%20b%2Fc and a b/c', '••• and •••'],
		['twice', 'twice twice', '••• •••'],
		['abcd', 'abcd', '•••'],
		['abc', 'abc', 'abc'],
		['', 'nothing', 'nothing'],
		['a"b\\c', '{"said":"a\\"b\\\\c"}', '{"said":"•••"}'],
		['half \ud83d', 'half \ud83d of it', '••• of it'],
		['.*+?^${}()|[]\\/', 'is .*+?^${}()|[]\\/ and more', 'is ••• and more'],
	])('with the secret %p turns %p into %p', (secret, text, clean) => {
		expect(redactor([secret])(text)).toBe(clean);
	});

	it('leaves no trace of a secret, wherever it occurs', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[\x21-\x7e]{8,60}$/),
				fc.jsonValue(),
				fc.string(),
				fc.string(),
				(secret, value, before, after) => {
					const clean = redactor([secret])([value, { [before + secret]: before + secret + after }]);
					expect(JSON.stringify(clean)).not.toContain(JSON.stringify(secret).slice(1, -1));
				},
			),
		);
	});

	/** Encodings that other software uses, implemented independently of the package. */
	const WRITTEN: Record<string, (text: string) => string> = {
		'in capitals': (text) => text.toUpperCase(),
		'in an address': (text) => encodeURIComponent(text),
		'in an address, with small hexadecimal digits': (text) =>
			encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
		'in a form': (text) => new URLSearchParams({ text }).toString().slice('text='.length),
		'in HTML': (text) =>
			text.replace(/[&<>"']/g, (sign) => {
				return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[sign] ?? '';
			}),
		'in JSON': (text) => JSON.stringify({ text }),
		'in JSON inside JSON': (text) => JSON.stringify({ said: JSON.stringify({ text }) }),
		'in HTML inside JSON': (text) =>
			JSON.stringify({
				said: text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
			}),
		'in an address inside JSON': (text) => JSON.stringify({ to: `/?${encodeURIComponent(text)}` }),
		hexadecimal: (text) => Buffer.from(text).toString('hex'),
		'hexadecimal in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
		'in base64': (text) => Buffer.from(text).toString('base64'),
		'in base64 behind a name': (text) => Buffer.from(`31900:${text}`).toString('base64'),
		'in base64 inside more': (text) => Buffer.from(`ab${text}!`).toString('base64url'),
	};
	/** Encodings that do not apply to short passwords, which are case-sensitive. */
	const FOR_LONG_ONLY = ['in capitals'];
	const uuid = fc.uuid().map((id) => `${id}.AgentGateway0`);
	const password = fc.stringMatching(/^[\x20-\x7eäß]{8,32}$/);

	it.each(Object.entries(WRITTEN))('leaves nothing of a secret %s', (way, write) => {
		const secrets = FOR_LONG_ONLY.includes(way) ? uuid : fc.oneof(uuid, password);
		fc.assert(
			fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
				fc.pre(!/^\d{1,6}$/.test(secret));
				const written = write(secret.replace('.AgentGateway0', ''));
				const clean = redactor([secret])(before + written + after);
				expect(clean).toContain('•••');
				// In base64, the characters at both ends depend on the neighbouring text.
				const ends = way.startsWith('in base64') ? 4 : 0;
				expect(clean).not.toContain(written.slice(ends, written.length - ends));
			}),
			{ numRuns: 200 },
		);
	});

	/** Realistic Guids: any eight characters in a row include three different ones. */
	const anyGuid = fc
		.uuid()
		.filter((id) =>
			Array.from({ length: 29 }, (_, at) => new Set(id.slice(at, at + 8)).size).every(
				(different) => different >= 3,
			),
		);

	it('leaves a part of a Guid with fewer than three different characters, which may be any number', () => {
		const id = '00000000-0000-4000-8000-00000000a001';
		expect(redactor([id])('queue 1000000000')).toBe('queue 1000000000');
		expect(redactor([id])(`'${id}'`)).toBe("'•••'");
	});

	it('leaves nothing of a part of a Guid that is longer than seven characters', () => {
		fc.assert(
			fc.property(anyGuid, fc.nat(27), fc.integer({ min: 8, max: 36 }), (id, at, length) => {
				const part = id.slice(at, at + length);
				expect(redactor([`${id}.AgentGateway3`])(`a '${part}' b`)).toBe("a '•••' b");
			}),
		);
	});

	it('prefers the longer of two secrets with the same beginning', () => {
		expect(redactor(['abcd', 'abcdefgh'])('abcdefgh, abcd')).toBe('•••, •••');
		expect(redactor(['secret-1', 'secret-1-more'])('secret-1-more')).toBe('•••');
	});

	it('changes nothing else', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!text.includes('279fe21d') && !text.includes('__proto__'));
				expect(redact(value)).toEqual(value);
			}),
		);
	});
});

describe('the thorough redactor', () => {
	const redact = thoroughRedactor([guid]);

	it.each([
		[`no ${guid} here`, 'no ••• here'],
		["'279fe21d-2caa-4437-84c3-ab9e9da…' is no number", "'•••…' is no number"],
		["'2caa-4437-84c3-ab9e9dae20f5.AgentGateway0'", "'•••.AgentGateway0'"],
		['279fe21d', '•••'],
		['x279fe21dx', 'x•••x'],
		['279fe21', '279fe21'],
		['279fe21d 2caa-4437', '••• •••'],
		['of a .AgentGateway0', 'of a .AgentGateway0'],
		['', ''],
	])('turns %p into %p', (text, clean) => {
		expect(redact(text)).toBe(clean);
	});

	it('leaves no eight consecutive characters of a secret, wherever it was cut', () => {
		const secret = fc.stringMatching(/^[\x21-\x7e]{1,80}$/);
		fc.assert(
			fc.property(
				fc.array(secret, { minLength: 1, maxLength: 3 }),
				fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.string())),
				(secrets, quoted) => {
					const text = quoted
						.map(([which, from, to, other]) => {
							const whole = secrets[which % secrets.length] ?? '';
							return other + whole.slice(from % whole.length, to % (whole.length + 1));
						})
						.join(' ');
					const clean = thoroughRedactor(secrets)(text);
					for (const whole of secrets) {
						for (let at = 0; at + 8 <= whole.length; at++) {
							expect(clean).not.toContain(whole.slice(at, at + 8));
						}
					}
				},
			),
			{ numRuns: 500 },
		);
	});

	it('reaches every depth, and keys', () => {
		expect(redact([{ '279fe21d-2caa': ['84c3-ab9e9dae20'] }])).toEqual([{ '•••': ['•••'] }]);
	});
});

describe('a memoized redactor', () => {
	const make = jest.fn(redactor);
	const redactorOf = memoizeRedactor(make);

	it('is reused as long as the secrets are the same, and no longer', () => {
		const secrets = ['first secret', 'second secret'];
		expect(redactorOf(secrets)('first secret')).toBe('•••');
		expect(redactorOf([...secrets])('second secret')).toBe('•••');
		expect(make).toHaveBeenCalledTimes(1);
		expect(redactorOf(['first secret'])('first secret, second secret')).toBe('•••, second secret');
		expect(redactorOf(['third secret'])('first secret, third secret')).toBe('first secret, •••');
		expect(redactorOf([])('third secret')).toBe('third secret');
		expect(make).toHaveBeenCalledTimes(4);
		secrets.pop();
		redactorOf(secrets);
		secrets.push('fourth secret');
		expect(redactorOf(secrets)('fourth secret')).toBe('•••');
	});
});

it('escapeHtml leaves a text without HTML unchanged except for &', () => {
	expect(escapeHtml('"Anna" & \'Bert\'')).toBe('"Anna" &amp; \'Bert\'');
});

it('escapeHtml escapes tags and attributes', () => {
	expect(escapeHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
		`&lt;img src=x onerror="alert('1')"&gt; &amp; co`,
	);
});

describe('a memoized redactor of several secrets', () => {
	const text = 'one-secret two-secret three-secret';

	it('is created again if a secret changes or is added', () => {
		const redactorOf = memoizeRedactor(redactor);
		expect(redactorOf(['one-secret', 'two-secret'])(text)).toBe('••• ••• three-secret');
		expect(redactorOf(['one-secret', 'three-secret'])(text)).toBe('••• two-secret •••');
		expect(redactorOf(['two-secret', 'three-secret'])(text)).toBe('one-secret ••• •••');
		expect(redactorOf(['two-secret'])(text)).toBe('one-secret ••• three-secret');
		expect(redactorOf([])(text)).toBe(text);
		expect(redactorOf(['one-secret'])(text)).toBe('••• two-secret three-secret');
	});

	it('is created once for the same secrets, even if their list is changed later', () => {
		const made: string[][] = [];
		const redactorOf = memoizeRedactor((known) => {
			made.push([...known]);
			return redactor(known);
		});
		const known = ['one-secret'];
		redactorOf(known);
		redactorOf(['one-secret']);
		known.push('two-secret');
		expect(redactorOf(known)(text)).toBe('••• ••• three-secret');
		expect(made).toEqual([['one-secret'], ['one-secret', 'two-secret']]);
	});
});
