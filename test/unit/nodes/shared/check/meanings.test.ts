/** The explanations of the answers of Check Gateway. */
import { explainAnswer, MEANINGS, OPEN_CODES } from '../../../../../nodes/shared/check/meanings';

it('explains an answer with the one table', () => {
	const evidence = { status: 200, retcode: '0' };
	expect(explainAnswer({ id: 'lookUp', code: 'yes', evidence })).toEqual({
		id: 'lookUp',
		question: MEANINGS.lookUp?.question,
		code: 'yes',
		...MEANINGS.lookUp?.codes.yes,
		evidence,
	});
});

it.each([
	['notAsked', 'the check was cancelled', 'Not asked. The check was cancelled.'],
	['noAnswer', 'something unexpected happened', 'No clear answer. Something unexpected happened.'],
])('adds the reason to the answer %s as a sentence', (code, reason, answer) => {
	expect(explainAnswer({ id: 'lookUp', code, reason })).toMatchObject({ answer, evidence: {} });
});

it('leaves a question open with these codes only', () => {
	expect([...OPEN_CODES].sort()).toEqual(['noAnswer', 'notAsked', 'other']);
});
