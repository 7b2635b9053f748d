import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readSettings } from '../../../../../gateway/values/settings';
import { itemReaders } from '../../../../../nodes/shared/read/item';

const settings = readSettings({
	gatewayUrl: 'https://cc.example.com',
	agentId: '31000',
	guid: 'c0ffee',
});

const field: INodeProperties = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	default: '',
};

/** Reads one content per item, and counts the calls of the text segmenter. */
function readAll(
	contents: string[],
	longNotes: 'reject' | 'split' = 'split',
): { read: string[]; looks: number } {
	const segment = jest.spyOn(Intl.Segmenter.prototype, 'segment');
	const context = {
		getNode: () => ({ parameters: { content: '={{ $json.text.trim() }}' } }),
		getInputData: () => contents.map(() => ({ json: {} })),
		getNodeParameter: (_name: string, item: number) => contents[item],
	} as unknown as IExecuteFunctions;
	const readerOf = itemReaders(context, settings, { longNotes });
	const read = contents.map((_, item) => readerOf(item).noteContent(field));
	const looks = segment.mock.calls.length;
	segment.mockRestore();
	return { read, looks };
}

const long = (word: string) => `${word} `.repeat(600).trim();

it('splits a long text that all items share once', () => {
	const once = readAll([long('queue')]);
	const often = readAll(Array.from({ length: 1000 }, () => long('queue')));
	expect(once.looks).toBeGreaterThan(0);
	expect(often.looks).toBe(once.looks);
	expect(new Set(often.read)).toEqual(new Set([long('queue')]));
});

it('splits another text, even after a refused one', () => {
	const two = readAll([long('queue'), long('break')]);
	expect(two.read).toEqual([long('queue'), long('break')]);
	expect(() => readAll([long('queue'), 'x'.repeat(30_000)])).toThrow(/more than 20 notes/);
});

it('says how to shorten or split a text that is too long for one note', () => {
	expect(() => readAll([long('queue')], 'reject')).toThrow(
		expect.objectContaining({
			remedy:
				"A note holds 0 to 1023 bytes: that many English letters, or 341 Chinese characters. Shorten it, or set the option 'Long Notes' to split it.",
		}) as Error,
	);
});
