/**
 * A scripted language model for n8n's OpenAI Chat Model node: the user's last message is a JSON list of calls. The
 * model makes them, then answers with the results of its tools. A call names its tool in a field `tool`; without one,
 * it is for the first tool. Supports the node's two interfaces, Chat Completions and Responses, without streaming.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Model {
	/** For the field 'Base URL' of n8n's OpenAI credential. */
	url: string;
	/** The answers of its tools, in order. */
	toolAnswers: string[];
	/** The last request to it: the names of its tools, and all texts, the instructions first. */
	given: { tools: string[]; texts: string[] };
	close: () => Promise<void>;
}

interface Message {
	/** Chat Completions: user, assistant, tool. Responses: user; the result of a tool has a type instead. */
	role?: string;
	type?: string;
	content?: string | Array<{ text?: string }>;
	output?: string;
}

interface ModelRequest {
	messages?: Message[];
	input?: Message[];
	tools?: Array<{ name?: string; function?: { name: string } }>;
}

const textOf = ({ output, content }: Message): string =>
	output ??
	(typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join(''));

/** The model's next message: calls of its tools, with arguments as JSON texts, or a text. */
function decide(
	{ messages, input, tools = [] }: ModelRequest,
	model: Pick<Model, 'toolAnswers' | 'given'>,
) {
	const conversation = messages ?? input ?? [];
	const names = tools.map((tool) => tool.name ?? tool.function?.name ?? '');
	model.given = { tools: names, texts: conversation.map(textOf) };
	// Earlier messages are the memory.
	const turn = conversation.slice(conversation.findLastIndex(({ role }) => role === 'user'));
	const returned = turn
		.filter(({ role, type }) => role === 'tool' || type === 'function_call_output')
		.map(textOf);
	if (returned.length > 0) {
		model.toolAnswers.push(...returned);
		return { text: `My tool said: ${returned.join('\n')}` };
	}
	const wanted = JSON.parse(textOf(turn[0] ?? {})) as Array<{ tool?: string }>;
	const calls = wanted.map(({ tool = names[0] ?? '', ...args }) => ({
		name: tool,
		arguments: JSON.stringify(args),
	}));
	return { calls };
}

type Decision = ReturnType<typeof decide>;

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

const asChatCompletion = ({ text = '', calls }: Decision) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 0,
	model: 'obedient',
	usage,
	choices: [
		{
			index: 0,
			finish_reason: calls ? 'tool_calls' : 'stop',
			message: {
				role: 'assistant',
				content: text,
				tool_calls: calls?.map((call, index) => ({
					id: `call_${index}`,
					type: 'function',
					function: call,
				})),
			},
		},
	],
});

const asResponse = ({ text, calls }: Decision) => ({
	id: 'resp_1',
	object: 'response',
	created_at: 0,
	model: 'obedient',
	status: 'completed',
	usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
	output: calls?.map((call, index) => ({
		id: `fc_${index}`,
		type: 'function_call',
		status: 'completed',
		call_id: `call_${index}`,
		...call,
	})) ?? [
		{
			id: 'msg_1',
			type: 'message',
			role: 'assistant',
			status: 'completed',
			content: [{ type: 'output_text', text, annotations: [] }],
		},
	],
});

export async function startModel(): Promise<Model> {
	const model: Pick<Model, 'toolAnswers' | 'given'> = {
		toolAnswers: [],
		given: { tools: [], texts: [] },
	};
	const answerTo = async (request: IncomingMessage): Promise<object | undefined> => {
		const modelRequest = (await json(request)) as ModelRequest;
		if (request.url === '/v1/chat/completions')
			return asChatCompletion(decide(modelRequest, model));
		if (request.url === '/v1/responses') return asResponse(decide(modelRequest, model));
		return undefined;
	};
	const server = createServer((request, response) => {
		const end = (status: number, body: object) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		answerTo(request).then(
			(answer) => (answer ? end(200, answer) : end(404, { error: { message: request.url } })),
			(error: Error) => end(400, { error: { message: error.message } }),
		);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return Object.assign(model, {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	});
}
