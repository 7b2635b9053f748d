/** The workflows under load. */
import type { ICredentialDataDecryptedObject, INode, INodeParameters } from 'n8n-workflow';
import { webhook } from '../e2e/support/flows';
import type { N8nRest } from '../e2e/support/rest';
import { oneNode } from '../support/nodeRunner';
import type { Flow } from '../support/n8n';
import { chance } from './random';
import { AGENT_IDS, TICK_MS } from './plan';
import { FLOWS, type FlowName } from './records';
import type { Site } from './site';

/** Time limit of a request, in ms. */
export const TIMEOUT_MS = 8_000;

/** Nodes whose reports the judge uses, by workflow. */
export const REPORTING: Readonly<
	Record<FlowName, ReadonlyArray<'Node' | 'Limit' | 'Status' | 'Busy'>>
> = {
	hook: ['Node'],
	strict: ['Node'],
	tick: ['Node'],
	settings: ['Limit', 'Status', 'Busy'],
};

/** Placeholder for the execution's ID in the text of a call. */
export const EXECUTION = '#';

type Credential = NonNullable<INode['credentials']>;

/** n8n runs the node again if its first item failed; the ledger prevents a second note. */
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };

const text = `={{ $('Webhook').first().json.body.text.replaceAll('${EXECUTION}', $execution.id) }}`;

const noteOptions = {
	concurrency: 3,
	timeout: TIMEOUT_MS,
	longNotes: 'split',
	maxRecipients: 1_000,
};

const ANSWER = { responseData: '={{ $execution.id }}' };

/** Starts with a webhook, which immediately answers with the ID of the execution. */
function called(name: string, flow: Flow): Flow {
	const { nodes, ...rest } = webhook(name, flow, 'onReceived');
	return {
		...rest,
		nodes: nodes.map((node) =>
			node.name === 'Webhook'
				? { ...node, parameters: { ...node.parameters, options: ANSWER } }
				: node,
		),
	};
}

const hooked = (name: 'hook' | 'strict', credentials: Credential): Flow =>
	called(
		name,
		oneNode(
			'sendNote',
			{ agentIds: '={{ $json.agent }}', content: text, options: noteOptions },
			name === 'hook' ? 'continueRegularOutput' : 'stopWorkflow',
			{ credentials, ...RETRY },
		),
	);

/** @param seed chooses the recipients */
function scheduled(seed: number, credentials: Credential): Flow {
	const recipients = chance(seed, 'tick').some(150, AGENT_IDS);
	const { nodes, connections } = oneNode(
		'sendNote',
		{
			agentIds: recipients.join(', '),
			content: '=[tick-0/{{ $execution.id }}] Five minutes until the meeting',
			options: { ...noteOptions, output: 'perRecipient' },
		},
		'continueErrorOutput',
		{ credentials },
	);
	const rule = { interval: [{ field: 'seconds', secondsInterval: TICK_MS / 1000 }] };
	return {
		nodes: nodes.map((node) =>
			node.name === 'Rows'
				? {
						...node,
						type: 'n8n-nodes-base.scheduleTrigger',
						typeVersion: 1.2,
						parameters: { rule },
					}
				: node,
		),
		connections,
	};
}

const code = (value: string) => ({ __rl: true, mode: 'code', value });

function settings(credentials: Credential): Flow {
	const options = { concurrency: 3, timeout: TIMEOUT_MS, includeInputFields: true };
	const node = (name: string, type: string, parameters: INodeParameters): INode => ({
		id: name.toLowerCase(),
		name,
		type: `n8n-nodes-cc-gateway.${type}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: { agentId: '={{ $json.agent }}', ...parameters, options },
		onError: 'continueRegularOutput',
		credentials,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return called('settings', {
		nodes: [
			node('Limit', 'setSessionLimit', { mediaType: '5', callnums: '={{ $json.limit }}' }),
			node('Status', 'setCustomStatus', { customstate: code('={{ $json.status }}') }),
			node('Busy', 'setBusy', { reason: '={{ $json.reason }}', prolong: true }),
		],
		connections: { Rows: to('Limit'), Limit: to('Status'), Status: to('Busy') },
	});
}

/** Stores and activates all workflows. @returns their names by ID */
export async function storeFlows(
	rest: N8nRest,
	site: Site,
	seed: number,
): Promise<Map<string, FlowName>> {
	const store = async (name: string, data: ICredentialDataDecryptedObject) =>
		await rest.addCredential(name, data);
	const notes = await store('Notes', site.credential('notes'));
	const others = await store('Settings', site.credential('settings'));
	const ids = new Map<string, FlowName>();
	for (const name of FLOWS) {
		if (name === 'tick') {
			ids.set(await rest.addActive(name, scheduled(seed, notes)), name);
			continue;
		}
		const flow = name === 'settings' ? settings(others) : hooked(name, notes);
		ids.set((await rest.addWebhook(name, flow)).workflowId, name);
	}
	return ids;
}
