/** What n8n says of an error, as a sentence to follow another one; empty for what is no error. */
export function saidByN8n(error: unknown): string {
	if (!(error instanceof Error)) return '';
	const said = error.message.trim();
	return ` n8n says: ${said}${/[.!?…]$/.test(said) ? '' : '.'}`;
}
