import { PERHAPS_HTTPS, withHttpsHint } from '../../../../gateway/http/remedies';

it.each([
	['Look at the agent.', 'Try again.'],
	[`Look at the agent. ${PERHAPS_HTTPS}`, `Try again. ${PERHAPS_HTTPS}`],
	[`${PERHAPS_HTTPS} Look at the agent.`, 'Try again.'],
])('the hint at https:// follows another remedy if %p ends with it', (found, remedy) => {
	expect(withHttpsHint('Try again.', found)).toBe(remedy);
});
