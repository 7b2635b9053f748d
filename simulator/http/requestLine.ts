import { messageOf } from '../operations/retcodes';
import type { RecordedRequest } from './requests';

function outcomeOf({ retcode, status, fault, endedAt }: RecordedRequest): string {
	if (endedAt === undefined) return fault ? `waiting, fault: ${fault}` : 'waiting';
	const said = retcode === undefined ? [] : [`${retcode} ${messageOf(retcode)}`];
	const sent = status === undefined ? 'no answer' : `HTTP ${status}`;
	const unusual = said.length === 0 || status !== 200 ? [sent] : [];
	return [...said, ...unusual, ...(fault ? [`fault: ${fault}`] : [])].join(', ');
}

function recipientsOf({ operation, body }: RecordedRequest): string {
	const agentIds = (body as { agentIds?: unknown } | null | undefined)?.agentIds;
	if (operation !== 'sendNoteletEx' || !Array.isArray(agentIds)) return '';
	return ` (${agentIds.length} ${agentIds.length === 1 ? 'recipient' : 'recipients'})`;
}

/** The secrets to hide, wherever they occur in the request. */
function secretsOf({ headers, body }: RecordedRequest): string[] {
	const { password } = (body ?? {}) as { password?: unknown };
	const { guid, cookie = '' } = headers;
	const cookies = cookie.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
	return [guid, ...cookies, password].filter(
		(secret): secret is string => typeof secret === 'string' && secret !== '',
	);
}

/** One line about a request for people to read, without its Guid, cookies and password. */
export function requestLine(request: RecordedRequest): string {
	const { at, method, path, query } = request;
	const parameters = Object.entries(query).flatMap(([name, value]) =>
		[value].flat().map((single) => `${name}=${single}`),
	);
	const target = parameters.length > 0 ? `${path}?${parameters.join('&')}` : path;
	const time = new Date(at).toISOString().slice(11, 23);
	const shown = secretsOf(request).reduce(
		(text, secret) =>
			text.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]'),
		target,
	);
	return `${time} ${method.padEnd(6)} ${shown}${recipientsOf(request)}: ${outcomeOf(request)}`;
}
