import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { readResponse } from '../../../gateway/answer/response';

const read = (headers: Record<string, unknown>, body: unknown = '{}', statusCode = 200) =>
	readResponse({ body, headers, statusCode } as unknown as IN8nHttpFullResponse);

describe("an answer of n8n's request helpers", () => {
	it('keeps status and text as they came', () => {
		expect(read({}, '{"retcode": "0"}', 503)).toEqual({
			type: 'answered',
			status: 503,
			body: '{"retcode": "0"}',
			retryAfter: undefined,
			setGuid: undefined,
			setCookies: [],
		});
	});

	it('is text again where a helper has parsed it', () => {
		expect(read({}, { retcode: '0' })).toMatchObject({ body: '{"retcode":"0"}' });
	});

	it.each([
		['0', 0],
		['7', 7_000],
		['120', 120_000],
		['999999', 999_999_000],
		['1000000', undefined],
		['', undefined],
		['1.5', undefined],
		['-1', undefined],
		[' 7', undefined],
		['7 s', undefined],
		['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
		[7, undefined],
		[['7'], undefined],
		[undefined, undefined],
	])('with Retry-After %p asks to wait %p ms', (header, ms) => {
		expect(read({ 'retry-after': header })).toMatchObject({ retryAfter: ms });
	});

	it.each([
		['JSESSIONID=a', 'JSESSIONID=a'],
		[['JSESSIONID=a', 'JSESSIONID=b'], 'JSESSIONID=a'],
		[[undefined, 'JSESSIONID=b'], 'JSESSIONID=b'],
		[undefined, undefined],
		[[], undefined],
		[7, undefined],
	])('with Set-GUID %p brings %p', (header, setGuid) => {
		expect(read({ 'set-guid': header })).toMatchObject({ setGuid });
	});

	it.each([
		[
			['a=1', 'b=2'],
			['a=1', 'b=2'],
		],
		['a=1', ['a=1']],
		[undefined, []],
		[['a=1', 7, null], ['a=1']],
	])('with Set-Cookie %p brings %p', (header, setCookies) => {
		expect(read({ 'set-cookie': header })).toMatchObject({ setCookies });
	});
});
