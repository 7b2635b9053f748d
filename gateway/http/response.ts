import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { type Exchange, MAX_ANSWER_BYTES } from './exchange';
import { CHECK_URL, LOOK_FIRST } from './remedies';

const TOO_LONG: Exchange = {
	type: 'lost',
	meaning: `the answer was longer than ${MAX_ANSWER_BYTES / 1e6} megabyte`,
	remedy: `${LOOK_FIRST} ${CHECK_URL} A proxy or sign-in page may have answered instead.`,
};

const listOf = (header: unknown): string[] =>
	(Array.isArray(header) ? header : [header]).filter(
		(value): value is string => typeof value === 'string',
	);

/** Value of `Retry-After`, in ms; only the form in seconds is read. */
const retryAfter = (header: unknown): number | undefined =>
	typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;

/**
 * Reads an answer as n8n's request helpers give it.
 * @throws the error that broke the connection
 */
export async function readResponse({
	body,
	statusCode,
	headers,
}: IN8nHttpFullResponse): Promise<Exchange> {
	const text = await textOf(body);
	if (text === undefined) return TOO_LONG;
	return {
		type: 'answered',
		status: statusCode,
		body: text,
		retryAfter: retryAfter(headers['retry-after']),
		setGuid: listOf(headers['set-guid'])[0],
		guid: listOf(headers.guid)[0],
		setCookies: listOf(headers['set-cookie']),
		headerNames: Object.keys(headers),
	};
}

/** The text of a body; undefined if it is too long. n8n unpacks without a limit, but a stream can be abandoned. */
async function textOf(body: unknown): Promise<string | undefined> {
	if (typeof body === 'string') return body;
	if (!isStream(body)) return JSON.stringify(body);
	const pieces: Buffer[] = [];
	let bytes = 0;
	// Reads events: an iterator costs more.
	const whole = await new Promise<boolean>((resolve, reject) => {
		body.on('data', (piece: Buffer) => {
			bytes += piece.length;
			if (bytes <= MAX_ANSWER_BYTES) pieces.push(piece);
			else {
				resolve(false);
				body.destroy();
			}
		});
		body.on('end', () => resolve(true));
		body.on('error', reject);
		// Also follows the end, when it is too late to count.
		body.on('close', () =>
			reject(new Error('The connection was closed in the middle of the answer')),
		);
	});
	return whole
		? Buffer.concat(pieces)
				.toString('utf8')
				.replace(/^\ufeff/, '')
		: undefined;
}

/** A stream of Node.js, as far as it is used here. */
interface Stream {
	on(event: 'data', listener: (piece: Buffer) => void): void;
	on(event: 'close' | 'end', listener: () => void): void;
	on(event: 'error', listener: (error: Error) => void): void;
	destroy(): void;
}

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && 'on' in body && 'destroy' in body;
