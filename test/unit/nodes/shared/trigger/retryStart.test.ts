/** A trigger that cannot start with n8n: when it tries again, and what people hear of it. */
import type { ITriggerFunctions } from 'n8n-workflow';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { retryStart } from '../../../../../nodes/shared/trigger/retryStart';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Starts a trigger. @param begin an attempt, or the errors of the first ones; then it succeeds */
async function start(begin: Error[] | (() => Promise<void>)) {
	const log: string[] = [];
	const failed: unknown[] = [];
	const controller = new AbortController();
	let attempts = 0;
	const context = {
		getNode: () => ({ name: 'Trigger' }),
		getWorkflow: () => ({ id: 'w' }),
		logger: { warn: (line: string) => log.push(line) },
		saveFailedExecution: ({ message, description }: Error & { description: string }) =>
			failed.push({ message, description }),
	} as unknown as ITriggerFunctions;
	await retryStart(
		context,
		async () => {
			attempts++;
			if (typeof begin === 'function') return await begin();
			const error = begin[attempts - 1];
			if (error !== undefined) throw error;
		},
		controller.signal,
	);
	return { log, failed, close: () => controller.abort(), attempts: () => attempts };
}

/** Longer than any delay between two attempts. */
const LONGEST_MS = 61_000;

const closed = new PreflightError('the vault is closed', 'Open it.', {});

it('starts at once, without a word', async () => {
	const { log, failed, attempts } = await start([]);
	await jest.advanceTimersByTimeAsync(LONGEST_MS);
	expect([attempts(), log, failed]).toEqual([1, [], []]);
});

it('tries again after a second or less, and says nothing of a single failure', async () => {
	const { log, failed, attempts } = await start([closed]);
	expect(attempts()).toBe(1);
	await jest.advanceTimersByTimeAsync(499);
	expect(attempts()).toBe(1);
	await jest.advanceTimersByTimeAsync(501);
	await jest.advanceTimersByTimeAsync(LONGEST_MS);
	expect([attempts(), log, failed]).toEqual([2, [], []]);
});

it('reports a lasting failure once, and its end', async () => {
	const { log, failed, attempts } = await start([closed, closed, closed, closed]);
	while (attempts() < 4) await jest.advanceTimersByTimeAsync(1_000);
	const line =
		'CC-Gateway Trigger: it cannot begin to listen. It is tried again until it works. The vault is closed. Open it.';
	expect(log).toEqual([line]);
	expect(failed).toEqual([
		{
			message: 'The trigger cannot begin to listen',
			description: 'The vault is closed. Open it. It is tried again until it works.',
		},
	]);
	await jest.advanceTimersByTimeAsync(5 * LONGEST_MS);
	expect(attempts()).toBe(5);
	expect(log).toEqual([line, 'CC-Gateway Trigger: it listens now.']);
	expect(failed).toHaveLength(1);
});

it('shows nothing of an unexpected error', async () => {
	const { log, failed } = await start([new TypeError('a secret'), new TypeError('a secret')]);
	await jest.advanceTimersByTimeAsync(LONGEST_MS);
	expect(log[0]).toBe(
		'CC-Gateway Trigger: it cannot begin to listen. It is tried again until it works. An error in n8n prevented it.',
	);
	expect(failed).toMatchObject([
		{ description: 'An error in n8n prevented it. It is tried again until it works.' },
	]);
});

it('stops when the workflow is unpublished', async () => {
	const { log, failed, close, attempts } = await start(Array(9).fill(closed));
	close();
	await jest.advanceTimersByTimeAsync(LONGEST_MS);
	expect([attempts(), log, failed]).toEqual([1, [], []]);
});

it('does not report the failure of a workflow that was unpublished during the attempt', async () => {
	let close = (): void => {};
	const attempt = jest.fn(async () => {
		if (attempt.mock.calls.length === 2) close();
		await Promise.reject(closed);
	});
	const started = await start(attempt);
	close = started.close;
	await jest.advanceTimersByTimeAsync(LONGEST_MS);
	expect(attempt).toHaveBeenCalledTimes(2);
	expect([started.log, started.failed]).toEqual([[], []]);
});
