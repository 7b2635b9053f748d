/** Notes over several tries of n8n: the plan, the requests and the ledger together. */
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Exchange } from '../../../../../gateway/http/exchange';
import type { Settings } from '../../../../../gateway/values/settings';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import { openLedger } from '../../../../../nodes/shared/send/ledger';
import { plan } from '../../../../../nodes/shared/send/plan';
import { sendAll } from '../../../../../nodes/shared/send/sendAll';
import { answeredWith } from '../../../../support/exchanges';
import { note, noteOperation } from '../../../../support/noteOperation';

const TEXTS = ['a', 'b|c', 'd|e|f'];

const ANSWERS: Readonly<Record<'accepted' | 'input' | 'other' | 'unreachable' | 'lost', Exchange>> =
	{
		accepted: answeredWith('0'),
		input: answeredWith('100-001'),
		other: answeredWith('100-006'),
		unreachable: { type: 'notSent', meaning: '', remedy: '', unreachable: true },
		lost: { type: 'lost', meaning: '', remedy: '' },
	};

interface Item {
	text: number;
	recipients: number[];
}

/**
 * Runs tries of a node in one execution, the last of which meets no failure.
 * @param answers what the gateway does with one request after another of the other tries
 * @returns by recipient, the parts received, and those that are in doubt
 */
async function inTries(items: readonly Item[], tries: Array<Array<keyof typeof ANSWERS>>) {
	const received = new Map<number, string[]>();
	const doubtful = new Map<number, string[]>();
	const data: Record<string, IDataObject> = {};
	for (const answers of [...tries, []]) {
		let next = 0;
		const session = {
			id: 'session',
			secrets: () => [],
			send: async ({ body }: { body?: Readonly<Record<string, unknown>> }) => {
				const answer = answers[next++] ?? 'accepted';
				const list = { accepted: received, lost: doubtful }[answer as string];
				for (const recipient of body?.agentIds as number[]) {
					list?.set(recipient, [...(list.get(recipient) ?? []), String(body?.content)]);
				}
				return ANSWERS[answer];
			},
		};
		const ledger = openLedger({
			getContext: () => data,
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		} as unknown as IExecuteFunctions);
		const validItems = items.map(({ text, recipients }) => ({
			args: note(TEXTS[text] ?? '', recipients),
			session,
		}));
		const entries = await plan(noteOperation, validItems, { combine: true, earlierTry: ledger });
		await sendAll(
			{
				operation: noteOperation,
				options: { ...DEFAULT_OPTIONS, maxTries: 1 },
				settings: {} as Settings,
				retryContextFor: (one) => ({
					cancelled: () => false,
					aborted: () => false,
					random: () => 0,
					sleep: async () => {},
					send: async (request) => await one.send(request, {} as never),
				}),
				stopAtFailure: false,
				cancelled: () => false,
			},
			entries,
		);
		await ledger.write(noteOperation, entries);
	}
	return { received, doubtful };
}

it('sends every part of a combined note once, in order, over all tries, and nothing after a part in doubt', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(
				fc.record({
					text: fc.nat(TEXTS.length - 1),
					recipients: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
				}),
				{ minLength: 1, maxLength: 5 },
			),
			fc.array(
				fc.array(fc.constantFrom(...(Object.keys(ANSWERS) as Array<keyof typeof ANSWERS>)), {
					maxLength: 12,
				}),
				{ maxLength: 3 },
			),
			async (items, tries) => {
				const { received, doubtful } = await inTries(items, tries);
				for (const recipient of new Set(items.flatMap((item) => item.recipients))) {
					for (const [text, content] of TEXTS.entries()) {
						const isExpected = items.some(
							(item) => item.text === text && item.recipients.includes(recipient),
						);
						const parts = content.split('|');
						const ofText = (list: typeof received) =>
							(list.get(recipient) ?? []).filter((part) => parts.includes(part));
						const all = [...ofText(received), ...ofText(doubtful)];
						expect(all).toEqual(isExpected ? parts.slice(0, all.length) : []);
						if (isExpected && ofText(doubtful).length === 0) expect(all).toEqual(parts);
						expect(ofText(doubtful).length).toBeLessThanOrEqual(1);
					}
				}
			},
		),
		{ numRuns: 300 },
	);
});
