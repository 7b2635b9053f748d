import fc from 'fast-check';
import { escapeHtml, redactor } from '../../../gateway/answer/redact';

const guid = '279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0';

describe('the redactor', () => {
	const redact = redactor([guid]);

	it('blots a Guid out of texts, lists, objects and keys', () => {
		const bare = guid.replace('.AgentGateway0', '');
		const said = {
			message: `bad ${guid}`,
			result: [{ [guid]: `JSESSIONID=${bare};` }, 1, null, true],
		};
		expect(redact(said)).toEqual({
			message: 'bad •••',
			result: [{ '•••': 'JSESSIONID=•••;' }, 1, null, true],
		});
	});

	it.each([
		['secret-1.AgentGateway0', 'secret-1', '•••'],
		['secret-1.AgentGateway12', 'of secret-1!', 'of •••!'],
		['secret-1.agentgateway', 'secret-1', '•••'],
		['secret-1.AgentGateway0.x', 'secret-1.x', 'secret-1.x'],
		['secret-1xAgentGateway0', 'secret-1', 'secret-1'],
		['a b/c', 'a%20b%2Fc and a b/c', '••• and •••'],
		['twice', 'twice twice', '••• •••'],
		['abcd', 'abcd', '•••'],
		['abc', 'abc', 'abc'],
		['', 'nothing', 'nothing'],
	])('with the secret %p makes %p to %p', (secret, text, clean) => {
		expect(redactor([secret])(text)).toBe(clean);
	});

	it('leaves no trace of a secret, wherever it stands', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[\x21-\x7e]{8,60}$/),
				fc.jsonValue(),
				fc.string(),
				fc.string(),
				(secret, value, before, after) => {
					const clean = redactor([secret])([value, { [before + secret]: before + secret + after }]);
					expect(JSON.stringify(clean)).not.toContain(JSON.stringify(secret).slice(1, -1));
				},
			),
		);
	});

	it('changes nothing else', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!text.includes('279fe21d') && !text.includes('__proto__'));
				expect(redact(value)).toEqual(value);
			}),
		);
	});
});

it('text without signs of HTML stays as it is', () => {
	expect(escapeHtml('"Anna" & \'Bert\'')).toBe('"Anna" &amp; \'Bert\'');
});

it('text of others is escaped for HTML', () => {
	expect(escapeHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
		`&lt;img src=x onerror="alert('1')"&gt; &amp; co`,
	);
});
