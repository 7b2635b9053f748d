import { Readable } from 'node:stream';
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { readResponse } from '../../../../gateway/http/response';

const read = async (headers: Record<string, unknown>, body: unknown = '{}', statusCode = 200) =>
	await readResponse({ body, headers, statusCode } as unknown as IN8nHttpFullResponse);

describe("an answer of n8n's request helpers", () => {
	it('keeps status and text unchanged', async () => {
		expect(await read({}, '{"retcode": "0"}', 503)).toEqual({
			type: 'answered',
			status: 503,
			body: '{"retcode": "0"}',
			retryAfter: undefined,
			setGuid: undefined,
			guid: undefined,
			setCookies: [],
			headerNames: [],
		});
	});

	it('is read from a stream in pieces of any size', async () => {
		const bytes = Buffer.from('\ufeff{"message":"忙 ä"}');
		const pieces = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
		expect(await read({}, pieces)).toMatchObject({ type: 'answered', body: '{"message":"忙 ä"}' });
		expect(await read({}, Readable.from([]))).toMatchObject({ type: 'answered', body: '' });
	});

	it('is not read beyond one megabyte: n8n unpacks what comes without a limit', async () => {
		let megabytes = 0;
		let stopped = false;
		const endless = async function* () {
			try {
				for (;;) {
					megabytes++;
					yield Buffer.alloc(1e6, ' ');
				}
			} finally {
				stopped = true;
			}
		};
		expect(
			await read({ 'set-guid': 'JSESSIONID=a' }, Readable.from(endless(), { highWaterMark: 1 })),
		).toEqual({
			type: 'lost',
			meaning: 'the answer was longer than 1 megabyte',
			remedy:
				"Look at the agent before you send it again. Check the credential's Gateway URL. A proxy or sign-in page may have answered instead.",
		});
		expect({ megabytes, stopped }).toEqual({ megabytes: 2, stopped: true });
		const longest = Readable.from([Buffer.alloc(1e6, ' ')]);
		expect(await read({}, longest)).toMatchObject({ type: 'answered' });
	});

	it('throws if it breaks off in the middle', async () => {
		const interrupted = async function* () {
			yield Buffer.from('{');
			throw new Error('aborted');
		};
		await expect(read({}, Readable.from(interrupted()))).rejects.toThrow('aborted');
		const closed = new Readable({ read: () => {} });
		const reading = read({}, closed);
		closed.destroy();
		await expect(reading).rejects.toThrow('The connection was closed in the middle of the answer');
	});

	it.each([{ retcode: '0' }, { on: 1 }, { destroy: 1 }, null, 7, []])(
		'is text again if a helper has parsed it: %j',
		async (body) => {
			expect(await read({}, body)).toMatchObject({ body: JSON.stringify(body) });
		},
	);

	it('loses a byte order mark at its beginning only', async () => {
		const body = Readable.from([Buffer.from('{"message":"a\ufeffb"}')]);
		expect(await read({}, body)).toMatchObject({ body: '{"message":"a\ufeffb"}' });
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
	])('with Retry-After %p asks to wait %p ms', async (header, ms) => {
		expect(await read({ 'retry-after': header })).toMatchObject({ retryAfter: ms });
	});

	it.each([
		['JSESSIONID=a', 'JSESSIONID=a'],
		[['JSESSIONID=a', 'JSESSIONID=b'], 'JSESSIONID=a'],
		[[undefined, 'JSESSIONID=b'], 'JSESSIONID=b'],
		[undefined, undefined],
		[[], undefined],
		[7, undefined],
	])('with Set-GUID %p brings %p', async (header, setGuid) => {
		expect(await read({ 'set-guid': header })).toMatchObject({ setGuid });
	});

	it.each([
		[
			['a=1', 'b=2'],
			['a=1', 'b=2'],
		],
		['a=1', ['a=1']],
		[undefined, []],
		[['a=1', 7, null], ['a=1']],
	])('with Set-Cookie %p brings %p', async (header, setCookies) => {
		expect(await read({ 'set-cookie': header })).toMatchObject({ setCookies });
	});
});
