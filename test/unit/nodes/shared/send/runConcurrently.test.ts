import fc from 'fast-check';
import { type Job, runConcurrently } from '../../../../../nodes/shared/send/runConcurrently';

interface TestJob extends Job {
	number: number;
}

const jobs = (lanes: Array<string | undefined>): TestJob[] =>
	lanes.map((lane, number) => ({ lane, number }));

/** Runs jobs that end in a pending action chosen by the test, and records what happened when. */
async function record(all: TestJob[], concurrency: number, pick: (running: number) => number) {
	const started: TestJob[] = [];
	const running: Array<{ job: TestJob; end: () => void }> = [];
	let peak = 0;
	let overlaps = 0;
	let stopped = false;
	const done = runConcurrently(
		all,
		concurrency,
		async (job) =>
			await new Promise<void>((end) => {
				if (job.lane !== undefined && running.some((one) => one.job.lane === job.lane)) overlaps++;
				started.push(job);
				running.push({ job, end });
				peak = Math.max(peak, running.length);
			}),
		() => false,
	).then(() => {
		stopped = true;
	});
	while (!stopped) {
		const [ended] = running.splice(pick(running.length) % Math.max(running.length, 1), 1);
		ended?.end();
		await new Promise((resolve) => setImmediate(resolve));
	}
	await done;
	return { started, peak, overlaps };
}

describe('running concurrently', () => {
	it('runs every job once, never more than the limit concurrently, and every lane in its order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }), { maxLength: 40 }),
				fc.integer({ min: 1, max: 6 }),
				fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
				async (lanes, concurrency, choices) => {
					let step = 0;
					const { started, peak, overlaps } = await record(
						jobs(lanes),
						concurrency,
						() => choices[step++ % choices.length] ?? 0,
					);
					expect(started.map(({ number }) => number).sort((a, b) => a - b)).toEqual([
						...lanes.keys(),
					]);
					expect(peak).toBeLessThanOrEqual(concurrency);
					expect(overlaps).toBe(0);
					for (const lane of ['a', 'b', 'c']) {
						const order = started.filter((job) => job.lane === lane).map(({ number }) => number);
						expect(order).toEqual([...order].sort((a, b) => a - b));
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it('starts jobs of free lanes in their order', async () => {
		const { started } = await record(jobs(['a', undefined, 'b', 'c']), 2, () => 0);
		expect(started.map(({ number }) => number)).toEqual([0, 1, 2, 3]);
	});

	it('starts nothing more once stopped, and waits for running jobs', async () => {
		const begun: number[] = [];
		const ended: number[] = [];
		await runConcurrently(
			jobs(['a', 'b', 'c', 'd', 'e']),
			2,
			async ({ number }) => {
				begun.push(number);
				await new Promise((resolve) => setTimeout(resolve, number === 0 ? 1 : 20));
				ended.push(number);
			},
			() => ended.length > 0,
		);
		expect(begun).toEqual([0, 1]);
		expect(ended).toEqual([0, 1]);
	});

	it('takes many jobs of one lane without getting slow or deep', async () => {
		let count = 0;
		await runConcurrently(
			jobs(new Array<string>(100_000).fill('a')),
			10,
			async () => void count++,
			() => false,
		);
		expect(count).toBe(100_000);
	});

	it('rejects with an unforeseen error instead of waiting forever', async () => {
		const failing = runConcurrently(
			jobs(['a']),
			1,
			async () => {
				throw new Error('bug');
			},
			() => false,
		);
		await expect(failing).rejects.toThrow('bug');
	});
});

describe('a job that releases its slot', () => {
	it('starts another job, and still blocks its lane and the end', async () => {
		const events: string[] = [];
		const ends = new Map<number, () => void>();
		const all = jobs(['a', 'a', 'b', 'c']);
		let stopped = false;
		const done = runConcurrently(
			all,
			1,
			async ({ number }, releaseSlot) => {
				events.push(`starts ${number}`);
				if (number !== 0) return;
				releaseSlot();
				releaseSlot();
				await new Promise<void>((end) => ends.set(number, end));
				events.push('0 ends');
			},
			() => false,
		).then(() => {
			stopped = true;
		});
		await new Promise((resolve) => setImmediate(resolve));
		expect(events).toEqual(['starts 0', 'starts 2', 'starts 3']);
		expect(stopped).toBe(false);
		ends.get(0)?.();
		await done;
		expect(events.slice(3)).toEqual(['0 ends', 'starts 1']);
	});

	it('counts once, whether it releases its slot or not', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(2), { minLength: 1, maxLength: 30 }),
				fc.integer({ min: 1, max: 4 }),
				async (times, concurrency) => {
					let counted = 0;
					let peak = 0;
					let finished = 0;
					await runConcurrently(
						times.map((steps): Job & { steps: number } => ({ steps })),
						concurrency,
						async ({ steps }, releaseSlot) => {
							counted++;
							peak = Math.max(peak, counted);
							await Promise.resolve();
							counted--;
							for (let step = 0; step < steps; step++) releaseSlot();
							await Promise.resolve();
							finished++;
						},
						() => false,
					);
					expect(finished).toBe(times.length);
					expect(peak).toBeLessThanOrEqual(concurrency);
				},
			),
		);
	});
});
