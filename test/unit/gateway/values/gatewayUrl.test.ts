import fc from 'fast-check';
import { parseGatewayUrl } from '../../../../gateway/values/settings';
import { message } from './refusalMessage';

const BASE = 'https://cc.example.com:8043/agentgateway/resource';

describe('the gateway URL', () => {
	it.each([
		'https://cc.example.com:8043',
		'https://cc.example.com:8043/',
		' https://cc.example.com:8043/agentgateway ',
		'https://cc.example.com:8043/agentgateway/',
		'https://cc.example.com:8043/agentgateway/resource',
		'https://cc.example.com:8043/agentgateway/resource//',
		'HTTPS://CC.EXAMPLE.COM:8043/AgentGateway/Resource/',
	])('%p means the same address', (url) => {
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

	it('always ends in /agentgateway/resource, at the given host', () => {
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

it('reads an address with very many slashes in linear time', () => {
	const slashes = '/'.repeat(200_000);
	expect(parseGatewayUrl(`https://cc.example.com:8043${slashes}`)).toBe(BASE);
	expect(parseGatewayUrl(`https://cc.example.com:8043${slashes}x/`)).toBe(
		`https://cc.example.com:8043${slashes}x/agentgateway/resource`,
	);
});

describe('the exact result for a gateway URL', () => {
	const LIKE = 'Write it like https://cc.example.com:8043.';
	it.each([
		['', `no address was given. ${LIKE}`],
		['cc', `this is not a complete web address. ${LIKE}`],
		['x https://cc.example.com', `this is not a complete web address. ${LIKE}`],
		['javascript:x://y', `this is not a complete web address. ${LIKE}`],
		['1https://cc.example.com', `this is not a complete web address. ${LIKE}`],
		['ftp://cc.example.com', `the gateway does not speak 'ftp:'. ${LIKE}`],
		[
			'https://user@cc.example.com',
			`it holds a user name or a password. Take them out: the gateway knows agents by their Guid. ${LIKE}`,
		],
		[
			'https://:pass@cc.example.com',
			`it holds a user name or a password. Take them out: the gateway knows agents by their Guid. ${LIKE}`,
		],
		['https://cc.example.com/?x', `it goes on after a '?' or '#'. Leave that part out. ${LIKE}`],
		['https://cc.example.com/#x', `it goes on after a '?' or '#'. Leave that part out. ${LIKE}`],
	])('that is refused: %p', (url, expected) => {
		expect(message(() => parseGatewayUrl(url))).toBe(expected);
	});

	it('keeps the path of a proxy, even if it resembles a path of the gateway', () => {
		const at = (path: string) => parseGatewayUrl(`https://p.example.com${path}`);
		const BELOW = '/agentgateway/resource';
		expect(at('/agentgateway/resource/x')).toBe(
			`https://p.example.com/agentgateway/resource/x${BELOW}`,
		);
		expect(at('/cc///agentgateway')).toBe(`https://p.example.com/cc${BELOW}`);
		expect(at('//')).toBe(`https://p.example.com${BELOW}`);
		expect(at('/resource')).toBe(`https://p.example.com/resource${BELOW}`);
	});
});
