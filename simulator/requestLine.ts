import { messageOf } from './retcodes';
import type { RecordedRequest } from './requests';

function outcomeOf({ retcode, status, fault }: RecordedRequest): string {
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

/** One line about a request for people to read, without the request's Guid. */
export function requestLine(request: RecordedRequest): string {
	const { at, method, path, query, headers } = request;
	const parameters = Object.entries(query).flatMap(([name, value]) =>
		[value].flat().map((single) => `${name}=${single}`),
	);
	const target = parameters.length > 0 ? `${path}?${parameters.join('&')}` : path;
	const time = new Date(at).toISOString().slice(11, 23);
	const line = `${time} ${method.padEnd(4)} ${target}${recipientsOf(request)}: ${outcomeOf(request)}`;
	const { guid } = headers;
	return guid ? line.replaceAll(guid, '[Guid]') : line;
}
