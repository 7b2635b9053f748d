import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Exchange } from './exchange';

const listOf = (header: unknown): string[] =>
	(Array.isArray(header) ? header : [header]).filter(
		(value): value is string => typeof value === 'string',
	);

/** How long the other side asks to wait, in ms; only the form in seconds is read. */
const retryAfter = (header: unknown): number | undefined =>
	typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;

/** Reads an answer as n8n's request helpers give it. */
export const readResponse = ({ body, statusCode, headers }: IN8nHttpFullResponse): Exchange => ({
	type: 'answered',
	status: statusCode,
	body: typeof body === 'string' ? body : JSON.stringify(body),
	retryAfter: retryAfter(headers['retry-after']),
	setGuid: listOf(headers['set-guid'])[0],
	setCookies: listOf(headers['set-cookie']),
});
