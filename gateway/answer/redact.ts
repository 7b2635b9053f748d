const BLOT = '•••';

/**
 * Makes a function that blots secrets out of whatever the other side sent back: in texts, at any
 * depth, in keys as well.
 * @param known the secrets; the part of a Guid before its node suffix counts as one, too. Those of
 *   three characters and less are left out: nothing readable would remain
 */
export function redactor(known: readonly string[]): <T>(value: T) => T {
	const secrets = known
		.flatMap((secret) => [secret, secret.replace(/\.AgentGateway\d*$/i, '')])
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.filter((secret) => secret.length > 3);
	const blot = (text: string) =>
		secrets.reduce((rest, secret) => rest.split(secret).join(BLOT), text);
	const clean = (value: unknown): unknown => {
		if (typeof value === 'string') return blot(value);
		if (Array.isArray(value)) return value.map(clean);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [blot(key), clean(part)]));
	};
	return clean as <T>(value: T) => T;
}

/** Text of others that goes where n8n renders HTML. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
