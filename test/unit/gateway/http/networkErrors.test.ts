import { readNetworkError } from '../../../../gateway/http/networkErrors';
import { CHECK_PROXY, CHECK_REACH } from '../../../../gateway/http/remedies';

const wrapped = (cause: object) => Object.assign(new Error('n8n rewrote this'), { cause });

describe('a network error', () => {
	it.each([
		[{ code: 'ECONNREFUSED' }, /nothing listens/],
		[{ code: 'ENOTFOUND' }, /host name of the gateway is not known/],
		[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, /signed its certificate itself/],
		[{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, /private authority/],
		[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, /another host name/],
		[{ code: 'CERT_HAS_EXPIRED' }, /has expired/],
		[{ code: 'ETIMEDOUT', syscall: 'connect' }, /did not accept a connection/],
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }, /no route/],
		[
			{ code: 'EPROTO', request: { socket: { secureConnecting: true } } },
			/no encrypted connection/,
		],
		[{ code: 'ECONNRESET', request: { socket: { secureConnecting: true } } }, /did not accept/],
		[{ code: 'ECONNABORTED', request: { socket: { secureConnecting: true } } }, /did not accept/],
		[{ code: 'ECONNRESET', request: { socket: null } }, /^the proxy .* made no connection/],
		[{ code: 'ECONNREFUSED', request: { socket: null } }, /^the proxy .* cannot be reached/],
		[{ errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }] }, /nothing listens/],
		[
			new Error('Client network socket disconnected before secure TLS connection was established'),
			/no connection was allowed or made/,
		],
		[new Error('Domain not allowed: x'), /list of allowed domains/],
		[new Error('No allowed domains specified. Configure'), /list of allowed domains/],
		[
			new Error('The request was blocked because it resolves to a restricted IP address'),
			/no connection was allowed or made/,
		],
	])('%p proves that nothing was sent', (error, meaning) => {
		for (const one of [error, wrapped(error), wrapped(wrapped(error))]) {
			expect(readNetworkError(one, false, 1000)).toMatchObject({
				type: 'notSent',
				unreachable: true,
				meaning: expect.stringMatching(meaning) as string,
			});
		}
	});

	it.each([
		[{ code: 'ECONNRESET', request: { socket: null } }, false, CHECK_PROXY],
		[{ code: 'ECONNREFUSED', request: { socket: null } }, false, CHECK_PROXY],
		[{ code: 'ECONNRESET', request: { socket: null } }, true, CHECK_REACH],
		[{ code: 'ECONNRESET', request: { socket: { secureConnecting: true } } }, false, CHECK_REACH],
	])('%p, cancelled: %p, names who can mend it', (error, aborted, remedy) => {
		expect(readNetworkError(error, aborted, 1000)).toMatchObject({ type: 'notSent', remedy });
	});

	it.each([
		[{ code: 'ECONNRESET' }, /connection broke/],
		[{ code: 'EPIPE' }, /connection broke/],
		[{ code: 'EHOSTUNREACH', syscall: 'read' }, /connection broke/],
		[{ code: 'ENETUNREACH', syscall: 'write' }, /connection broke/],
		[{ code: 'EPROTO', syscall: 'write' }, /connection broke/],
		[
			{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', request: { socket: { secureConnecting: false } } },
			/connection broke/,
		],
		[{ code: 'ECONNRESET', request: { socket: { secureConnecting: false } } }, /connection broke/],
		[{ code: 'ECONNRESET', request: {} }, /connection broke/],
		[{ code: 'ECONNRESET', request: { socket: undefined } }, /connection broke/],
		[{ code: 'ECONNABORTED' }, /within 1.5 seconds/],
		[{ code: 'ETIMEDOUT' }, /within 1.5 seconds/],
		[new Error('timeout of 1500ms exceeded'), /within 1.5 seconds/],
		[new Error('Something new in a later n8n'), /connection broke/],
		['a string', /connection broke/],
		[undefined, /connection broke/],
		[null, /connection broke/],
		[{ cause: null, errors: [null, 'x', 7] }, /connection broke/],
	])('%p leaves open whether it was carried out', (error, meaning) => {
		expect(readNetworkError(error, false, 1500)).toMatchObject({
			type: 'lost',
			meaning: expect.stringMatching(meaning) as string,
		});
	});

	it.each([
		['ECONNREFUSED', 'nothing listens at the gateway address', /Gateway URL/],
		['ENOTFOUND', 'the host name of the gateway is not known', /Gateway URL/],
		['EAI_AGAIN', 'the host name of the gateway could not be looked up', /Gateway URL/],
		['EADDRNOTAVAIL', 'this n8n server has no free connection left', /Lower the concurrency/],
		['EMFILE', 'this n8n server has too many connections open', /Lower the concurrency/],
		['CERT_HAS_EXPIRED', 'the certificate of the gateway has expired', /a new one/],
		['CERT_NOT_YET_VALID', 'the certificate of the gateway is not valid yet', /the clocks/],
		['CERT_UNTRUSTED', 'the certificate of the gateway is not trusted', /Trusted CA/],
		['CERT_SIGNATURE_FAILURE', 'the certificate of the gateway is not trusted', /Trusted CA/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'the gateway signed its certificate itself', /Trusted CA/],
		['SELF_SIGNED_CERT_IN_CHAIN', /comes from a private authority$/, /Trusted CA/],
		['UNABLE_TO_GET_ISSUER_CERT', /is not trusted$/, /Trusted CA/],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /is not trusted$/, /Trusted CA/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /is not trusted$/, /Trusted CA/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /was made for another host name$/, /Use the host name/],
	])('%s has a meaning and a remedy', (code, meaning, remedy) => {
		const exchange = readNetworkError({ code }, false, 1000);
		expect(exchange).toMatchObject({ type: 'notSent', unreachable: true });
		if (exchange.type !== 'notSent') return;
		expect(exchange.meaning).toMatch(meaning);
		expect(exchange.remedy).toMatch(remedy);
		expect(exchange.remedy).toMatch(/^[A-Z].*\.$/);
	});

	it.each([
		['EHOSTUNREACH', 'there is no route to the gateway', /Gateway URL/],
		['ENETUNREACH', 'there is no network route to the gateway', /Gateway URL/],
		['EPROTO', 'no encrypted connection could be made', /http:\/\/ or name another port/],
		['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak HTTPS at this port$/, /http:\/\/ or name/],
	])('%s has its meaning only while the connection is being made', (code, meaning, remedy) => {
		const exchange = readNetworkError({ code, syscall: 'connect' }, false, 1000);
		expect(exchange).toMatchObject({ type: 'notSent', unreachable: true });
		if (exchange.type !== 'notSent') return;
		expect(exchange.meaning).toMatch(meaning);
		expect(exchange.remedy).toMatch(remedy);
		expect(exchange.remedy).toMatch(/^[A-Z].*\.$/);
		expect(readNetworkError({ code }, false, 1000)).toMatchObject({ type: 'lost' });
	});

	it.each([
		'Well: Domain not allowed',
		'Perhaps The request was blocked because of something',
		'domain not allowed',
	])('that merely quotes such a text, %p, proves nothing', (message) => {
		expect(readNetworkError({ message }, false, 1000).type).toBe('lost');
	});

	it('of a blocked connection names possible causes', () => {
		const message = 'The request was blocked because it resolves to a restricted IP address';
		expect(readNetworkError({ message }, false, 1000)).toEqual({
			type: 'notSent',
			meaning: 'no connection was allowed or made',
			remedy:
				"Check the credential's Gateway URL and that this n8n server may reach it. n8n's protection against internal addresses or a firewall may be in the way.",
			unreachable: true,
		});
	});

	it('of a forbidden domain names the fields of the credential', () => {
		expect(readNetworkError({ message: 'Domain not allowed: x' }, false, 1000)).toEqual({
			type: 'notSent',
			meaning: 'the list of allowed domains in the credential does not hold the gateway',
			remedy:
				"In the credential, add the gateway's host to 'Allowed Domains', or choose 'All' for 'Allowed HTTP Request Domains': the list also counts for signing in.",
			unreachable: true,
		});
	});

	it('may hold codes and messages that are no strings', () => {
		for (const error of [{ code: 7 }, { message: 7 }, { code: {} }]) {
			expect(readNetworkError(error, false, 1000).type).toBe('lost');
		}
	});

	it.each(['Request timeout', 'TIMED OUT', 'The socket timed out'])(
		'is a time-out if it says %p',
		(message) => {
			const lost = { type: 'lost', meaning: 'no answer came within 90 seconds' };
			const remedy = 'Look at the agent before you send it again.';
			expect(readNetworkError({ message }, false, 90_000)).toEqual({ ...lost, remedy });
			expect(readNetworkError({ message }, false, 90_000, 'Raise it.')).toEqual({
				...lost,
				remedy: `${remedy} Raise it.`,
			});
		},
	);

	it('while the connection is being made is not attributed to the gateway if the run was cancelled', () => {
		const error = { code: 'ECONNRESET', syscall: 'connect' };
		const remedy = "Check the credential's Gateway URL and that this n8n server may reach it.";
		expect(readNetworkError(error, true, 1000)).toEqual({
			type: 'notSent',
			meaning: 'the run was cancelled before a connection was made',
			remedy,
			unreachable: false,
		});
		expect(readNetworkError(error, false, 1000)).toEqual({
			type: 'notSent',
			meaning: 'the gateway did not accept a connection',
			remedy,
			unreachable: true,
		});
	});

	it('of a broken connection advises to look before sending again', () => {
		expect(readNetworkError({ code: 'EPIPE' }, false, 1000)).toEqual({
			type: 'lost',
			meaning: 'the connection broke before the answer came',
			remedy: 'Look at the agent before you send it again.',
		});
	});

	it('of a cancelled run says so', () => {
		expect(readNetworkError({ code: 'ETIMEDOUT' }, true, 1000)).toEqual({
			type: 'lost',
			meaning: 'the run was cancelled before the answer came',
			remedy: 'Look at the agent before you send it again.',
		});
		expect(readNetworkError({ code: 'ERR_CANCELED' }, true, 1000)).toMatchObject({
			type: 'lost',
			meaning: 'the run was cancelled before the answer came',
		});
	});

	it('is recognized in the reduced form that n8n of 2025 passes on', () => {
		expect(readNetworkError({ httpCode: 'ECONNREFUSED' }, false, 1000)).toMatchObject({
			type: 'notSent',
			meaning: 'nothing listens at the gateway address',
		});
		expect(readNetworkError({ httpCode: 'ECONNABORTED' }, false, 1000)).toMatchObject({
			type: 'lost',
			meaning: 'no answer came within 1 seconds',
		});
		expect(readNetworkError({ httpCode: '500' }, false, 1000).type).toBe('lost');
	});

	it("with a code that is the name of an object's inherited property proves nothing", () => {
		for (const code of ['toString', 'constructor']) {
			expect(readNetworkError({ code, syscall: 'read' }, false, 1000).type).toBe('lost');
		}
	});

	it.each([
		['http:', /needs https:\/\/ in place of http:\/\/\.$/],
		['https:', /^Look at the agent before you send it again\.$/],
	])('of a connection broken by %s names a possible cause', (protocol, remedy) => {
		const error = wrapped({ code: 'ECONNRESET', request: { protocol, socket: {} } });
		expect(readNetworkError(error, false, 1000)).toMatchObject({
			type: 'lost',
			remedy: expect.stringMatching(remedy) as string,
		});
	});

	it('that refers to itself is read', () => {
		const error: { cause?: unknown } = {};
		error.cause = error;
		expect(readNetworkError(error, false, 1000).type).toBe('lost');
	});
});
