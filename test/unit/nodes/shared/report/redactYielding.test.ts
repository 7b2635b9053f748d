import fc from 'fast-check';
import { redactor } from '../../../../../gateway/values/redact';
import { redactYielding } from '../../../../../nodes/shared/report/redactYielding';

const redact = redactor(['secret-guid-1']);
const rows = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		index,
		text: 'has secret-guid-1',
		'secret-guid-1': [],
	}));

/** Makes every read of the clock 60 ms later than the one before. */
const slowClock = () => {
	let now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => (now += 60));
};
afterEach(() => jest.restoreAllMocks());

describe('redacting the fields of an item', () => {
	it('is synchronous for a small item', () => {
		expect(redactYielding({ rows: rows(10) }, redact)).toEqual({ rows: redact(rows(10)) });
	});

	it('yields to the event loop for a huge item', async () => {
		slowClock();
		const fields = { few: 1, deep: { rows: rows(4_000) } };
		let others = 0;
		const ticking = setInterval(() => others++, 0);
		const redacted = await redactYielding(fields, redact);
		clearInterval(ticking);
		expect(others).toBeGreaterThan(10);
		expect(redacted).toEqual(redact(fields));
	});

	it.each<[string, object]>([
		['a list', Array.from({ length: 300_000 }, () => 'a')],
		['an object without a prototype', Object.assign(Object.create(null), rows(5_001)) as object],
	])('yields for %s with very many entries', async (_, entries) => {
		const redacted = redactYielding({ entries }, redact);
		expect(redacted).toBeInstanceOf(Promise);
		expect(Object.keys((await redacted).entries as object)).toHaveLength(
			Object.keys(entries).length,
		);
	});

	it.each<[string, object]>([
		['a buffer', Buffer.alloc(6_000, 'a')],
		['an object with a class', Object.assign(new (class Own {})(), rows(6_000))],
	])('leaves %s to the redactor as a whole', (_, whole) => {
		const redacted = redactYielding({ whole }, (value) =>
			(value as { whole?: unknown }).whole === whole ? ({ is: 'whole' } as never) : value,
		);
		expect(redacted).toEqual({ is: 'whole' });
	});

	it('ends for a huge item that contains itself', async () => {
		const fields: Record<string, unknown> = { rows: rows(6_000) };
		fields.self = fields;
		const redacted = await redactYielding(fields as never, redact);
		expect(JSON.stringify(redacted.rows)).not.toContain('secret-guid-1');
	});

	it('ends for a very deeply nested item', async () => {
		let nested: unknown = 'secret-guid-1';
		for (let depth = 0; depth < 20_000; depth++) nested = [nested];
		const redacted = await redactYielding({ nested } as never, redact);
		expect(JSON.stringify(redacted)).toContain('nested too deep');
	});

	it('has the same result as the synchronous redactor', async () => {
		await fc.assert(
			fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), async (some) => {
				const fields = { ...some, rows: rows(1_500) } as never;
				expect(await redactYielding(fields, redact)).toEqual(redact(fields));
			}),
			{ numRuns: 20 },
		);
	});
});
