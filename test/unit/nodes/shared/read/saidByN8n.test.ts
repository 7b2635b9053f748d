import { saidByN8n } from '../../../../../nodes/shared/read/saidByN8n';

it.each([
	['no luck', ' n8n says: no luck.'],
	[' No luck! ', ' n8n says: No luck!'],
	['a. b', ' n8n says: a. b.'],
	['Really?', ' n8n says: Really?'],
])('quotes the message %j as a sentence', (message, said) => {
	expect(saidByN8n(new Error(message))).toBe(said);
});

it('says nothing about what is no error', () => {
	expect(saidByN8n('no luck')).toBe('');
	expect(saidByN8n(undefined)).toBe('');
});
