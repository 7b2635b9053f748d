/** Answers of a gateway in the package's format. */
import type { Exchange } from '../../gateway/http/exchange';

export type Answered = Extract<Exchange, { type: 'answered' }>;

/**
 * An answer with a body: a text unchanged, any other value as JSON.
 * @param more another status than 200, and headers
 */
export const answered = (body: unknown, more: Partial<Answered> = {}): Answered => ({
	type: 'answered',
	status: 200,
	body: typeof body === 'string' ? body : JSON.stringify(body),
	...more,
});

/** An answer with a retcode. */
export const answeredWith = (retcode: string, headers: Partial<Answered> = {}): Answered =>
	answered({ retcode, message: 'said by the gateway', result: null }, headers);
