import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { MAX_NOTE_BYTES, noteBytes } from '../../gateway/values/noteText';
import { splitNote } from '../../gateway/values/splitNote';
import {
	MAX_RECIPIENTS_PER_REQUEST,
	sendNote,
	type SendNoteArguments,
} from '../../gateway/operations/sendNote';
import { actingAgentField, noteOptionsField } from '../shared/fields/commonFields';
import { AGENT_IDS } from '../shared/fields/forms';
import { runItems } from '../shared/runItems';
import { shown, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Sender Agent ID', 'The agent who sends the note');

const agentIds: INodeProperties = {
	displayName: 'Recipient Agent IDs',
	name: 'agentIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002, 31003',
	description: `The agents who get the note: ${AGENT_IDS}, or a list from an expression. An ID that is given twice gets one note.`,
};

const content: INodeProperties = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. The queue is long today, please skip the break',
	description: `The text of the note, at most ${MAX_NOTE_BYTES} bytes: that many English letters, or 341 Chinese characters. For an empty note, write an expression that yields an empty text.`,
};

/** A request with one recipient holds nothing else that could be wrong: the text was checked, its sender is signed in. */
const noSuchRecipient = ({ agentIds: [only, ...others] }: SendNoteArguments) =>
	others.length > 0
		? undefined
		: {
				meaning: `agent ${only} probably does not exist`,
				remedy:
					"Check the recipient's ID. If it is right, and others are refused as well, the gateway may not take the text.",
				short: 'no such recipient',
			};

export class SendNote implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Send Note',
		name: 'sendNote',
		icon: { light: 'file:../../icons/sendNote.svg', dark: 'file:../../icons/sendNote.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`To: ${shown('agentIds', { empty: 'nobody yet' })}`,
		description:
			'Send a note, a short text on the screen, from one contact centre agent to others. Accepted means that the gateway took it, not that it was read.',
		defaults: { name: 'CC-Gateway Send Note' },
		builderHint: {
			searchHint:
				'Reaches many agents with one item: put all agent IDs, with commas between them, into agentIds. Do not put this node into a loop, and leave retryOnFail off: the node retries by itself where that cannot send a note twice.',
		},
		usableAsTool: {
			replacements: {
				description:
					'Send a note, a short text on the screen, from one contact centre agent to others. Recipients are agent IDs, numbers from 101 to 999999 with commas between them, at most 100 at once. The content has at most 1023 bytes: that many English letters, or 341 Chinese characters. Accepted means that the gateway took it, not that it was read. Do not send a note again whose outcome is unknown.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentIds, content, agentId, noteOptionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => {
				// A refused item reports what was read before, so the sender is read first.
				const sender = item.actingAgent(agentId);
				return {
					agentIds: item.agents(agentIds, agentId),
					agentId: sender,
					content: item.noteContent(content),
				};
			},
			request: sendNote,
			phrase: (args) => ({
				subject:
					args.agentIds.length === 1
						? `The note to agent ${args.agentIds[0]}`
						: `The note to ${args.agentIds.length} agents`,
				done: 'sent',
			}),
			explanations: { '100-001': noSuchRecipient },
			recipients: {
				of: (args) => args.agentIds,
				atMost: MAX_RECIPIENTS_PER_REQUEST,
				only: (args, some) => ({ ...args, agentIds: [...some] }),
				common: ({ agentId: sender, content: text }) => ({ agentId: sender, content: text }),
				sameNote: (args) => `${args.agentId}\n${args.content}`,
				parts: (args) => splitNote(args.content).map((part) => ({ ...args, content: part })),
				contentBytes: (args) => noteBytes(args.content),
			},
		});
	}
}
