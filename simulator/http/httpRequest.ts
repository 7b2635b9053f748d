import { promisify } from 'node:util';
import express, { type Request, type Response } from 'express';
import { BASE_PATH, type ContractRequest, type RawQuery } from '../gateway/contract';

/** Larger bodies get HTTP 413 instead of a retcode. A full note takes about 2 KB. */
const BODY_LIMIT = '1mb';

/** Thrown by Express's body reader. */
export type BodyError = Error & { status: number; type: string };

const readBytes = promisify(express.raw({ type: () => true, limit: BODY_LIMIT }));

/** Every name once; a parameter sent repeatedly keeps all its values, to be refused for it. */
function rawQuery(queryString: string): RawQuery {
	const parameters = new URLSearchParams(queryString);
	return Object.fromEntries(
		[...new Set(parameters.keys())].map((name) => {
			const [first = '', ...more] = parameters.getAll(name);
			return [name, more.length > 0 ? [first, ...more] : first];
		}),
	);
}

/** All of a request but its body. */
export function headOf({ method, url, headers }: Request): Omit<ContractRequest, 'text'> {
	const queryStart = `${url}?`.indexOf('?');
	return {
		method,
		path: url.slice(0, queryStart),
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, String(value)]),
		),
		query: rawQuery(url.slice(queryStart + 1)),
	};
}

/**
 * Waits for the body and returns it as text, undefined when nothing was sent. Throws a
 * `BodyError` when it is too large or breaks off.
 */
export async function readBody(request: Request, response: Response): Promise<string | undefined> {
	// A servlet container ignores the encoding of a request; client Zackeus/com.Zackeus.CTI, 2019: "UTF-8".
	delete request.headers['content-encoding'];
	await readBytes(request, response);
	const bytes: unknown = request.body;
	if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Text that is not UTF-8 is not JSON either; the first character makes sure of it.
		return `\uFFFD${bytes.toString('utf8')}`;
	}
}

/** A path without the prefix of all paths. */
export const pathBelowBase = (path: string): string =>
	path.startsWith(`${BASE_PATH}/`) ? path.slice(BASE_PATH.length) : path;

/** Parsed JSON, or the text itself. */
export function parsedOrText(text: string | undefined): unknown {
	if (text === undefined) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
