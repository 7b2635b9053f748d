import { readNetworkError } from '../../gateway/exchange';

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
		[{ errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }] }, /nothing listens/],
		[
			new Error('Client network socket disconnected before secure TLS connection was established'),
			/no connection was allowed or made/,
		],
		[new Error('Domain not allowed: x'), /no connection was allowed or made/],
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
		[{ code: 'ECONNRESET', request: { socket: null } }, /connection broke/],
		[{ code: 'ECONNABORTED' }, /within 1.5 seconds/],
		[{ code: 'ETIMEDOUT' }, /within 1.5 seconds/],
		[new Error('timeout of 1500ms exceeded'), /within 1.5 seconds/],
		[new Error('Something new in a later n8n'), /connection broke/],
		['a string', /connection broke/],
		[undefined, /connection broke/],
	])('%p leaves open whether it was carried out', (error, meaning) => {
		expect(readNetworkError(error, false, 1500)).toMatchObject({
			type: 'lost',
			meaning: expect.stringMatching(meaning) as string,
		});
	});

	it('of a cancelled run says so', () => {
		expect(readNetworkError({ code: 'ERR_CANCELED' }, true, 1000)).toMatchObject({
			type: 'lost',
			meaning: 'the run was cancelled before the answer came',
		});
	});

	it('that refers to itself is read all the same', () => {
		const error: { cause?: unknown } = {};
		error.cause = error;
		expect(readNetworkError(error, false, 1000).type).toBe('lost');
	});
});
