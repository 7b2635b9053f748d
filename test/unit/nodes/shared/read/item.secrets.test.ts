/** The message about a refused value holds no part of a secret, whichever column the value is in. */
import fc from 'fast-check';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { thoroughRedactor } from '../../../../../gateway/values/redact';
import { readSettings } from '../../../../../gateway/values/settings';
import { type ItemReader, itemReaders } from '../../../../../nodes/shared/read/item';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

const field: INodeProperties = {
	displayName: 'Column',
	name: 'column',
	type: 'string',
	default: '',
};

const COLUMNS: ReadonlyArray<(item: ItemReader) => unknown> = [
	(item) => item.actingAgent(field),
	(item) => item.agent(field, field),
	(item) => item.agents(field, field),
	(item) => item.noteContent(field),
	(item) => item.busyReason(field),
	(item) => item.customStatus(field),
	(item) => item.mediaType(field),
	(item) => item.sessionLimit(field),
	(item) => item.restMinutes(field),
	(item) => item.restReason(field),
	(item) => item.forcedRestReason(field),
	(item) => item.skillId(field),
	(item) => item.states(field),
	(item) => item.flag(field),
];

const settings = readSettings({
	gatewayUrl: 'https://cc.example.com',
	agentId: '31000',
	guid: 'another',
	busyReasons: '201 Lunch',
});

/** All texts about an item whose column holds a value, or `undefined` if the item is valid. */
function textsFor(
	read: (item: ItemReader) => unknown,
	value: unknown,
	secret: string,
): string | undefined {
	const context = {
		getNode: () => ({ parameters: { column: '={{ $json.column }}' } }),
		getInputData: () => [{ json: {} }],
		getNodeParameter: () => value,
	} as unknown as IExecuteFunctions;
	try {
		read(itemReaders(context, settings, { longNotes: 'split' })(0));
		return undefined;
	} catch (error) {
		if (!(error instanceof PreflightError)) throw error;
		const { message, remedy, args } = error.redacted(thoroughRedactor([secret]));
		return [message, remedy, ...Object.values(args).map(String)].join('\n');
	}
}

/** All substrings of eight characters. */
const runsOf = (text: string): string[] =>
	Array.from({ length: Math.max(0, text.length - 7) }, (_, at) => text.slice(at, at + 8));

const secrets = fc.oneof(
	fc.stringMatching(/^[\x21-\x7e]{8,120}$/),
	fc.uuid(),
	fc.stringMatching(/^[0-9]{8,80}$/),
);

it('does not quote a random secret of any length', () => {
	let [tried, refused] = [0, 0];
	fc.assert(
		fc.property(
			secrets,
			fc.constantFrom(...COLUMNS),
			fc.string({ maxLength: 80 }),
			fc.string({ maxLength: 80 }),
			fc.boolean(),
			(secret, column, before, after, listed) => {
				tried++;
				const text = before + secret + after;
				const texts = textsFor(column, listed ? [31001, text] : text, secret);
				if (texts === undefined) return;
				refused++;
				const ours = textsFor(column, listed ? [31001, '?'] : '?', '') ?? '';
				for (const run of runsOf(secret)) {
					// A random secret may contain words of the message or of the text around it.
					if ((before + after + ours).includes(run)) continue;
					expect(texts).not.toContain(run);
				}
			},
		),
		{ numRuns: 1500 },
	);
	expect(refused).toBeGreaterThan(tried / 3);
});

it.each([
	['x'.repeat(30), 66],
	['', 61],
	['', 60],
	['31001, ', 66],
])('does not quote a Guid that follows %p and is %p characters long', (before, length) => {
	const guid = Array.from({ length }, (_, at) => 'abcdefghijk'[(at * at + at) % 11]).join('');
	const texts = textsFor((item) => item.agents(field, field), before + guid, guid);
	expect(texts).toContain('•••');
	for (const run of runsOf(guid)) expect(texts).not.toContain(run);
});

it('does not quote a secret that contains separators of agent IDs', () => {
	const guid = 'c0ffee00c0,dd00d1dd00d2;5ca1ab1e5ca1';
	const texts = textsFor((item) => item.agents(field, field), guid, guid);
	expect(texts).toContain('Column: ');
	for (const run of runsOf(guid)) expect(texts).not.toContain(run);
});
