import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { MAX_NOTE_BYTES, noteBytes } from '../../gateway/values/noteText';
import { splitNote } from '../../gateway/values/splitNote';
import { MAX_RECIPIENTS_PER_REQUEST, sendNote } from '../../gateway/operations/sendNote';
import { actingAgentField, noteOptionsField } from '../shared/fields';
import { runItems } from '../shared/runItems';
import { shown, subtitle } from '../shared/subtitle';

const agentId = actingAgentField('Sender Agent ID', 'The agent who sends the note');

const agentIds: INodeProperties = {
	displayName: 'Recipient Agent IDs',
	name: 'agentIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002, 31003',
	description:
		'The agents who get the note: one ID, several with commas between them, or a list from an expression. An ID that is given twice gets one note.',
};

const content: INodeProperties = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. The queue is long today, please skip the break',
	description: `The text of the note, at most ${MAX_NOTE_BYTES} bytes: that many English letters, or 341 Chinese characters`,
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
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, agentIds, content, noteOptionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				agentIds: item.agents(agentIds),
				content: item.noteContent(content),
			}),
			request: sendNote,
			phrase: (asked) => ({
				subject:
					asked.agentIds.length === 1
						? `The note to agent ${asked.agentIds[0]}`
						: `The note to ${asked.agentIds.length} agents`,
				done: 'sent',
			}),
			recipients: {
				of: (asked) => asked.agentIds,
				atMost: MAX_RECIPIENTS_PER_REQUEST,
				only: (asked, some) => ({ ...asked, agentIds: [...some] }),
				common: ({ agentId: sender, content: text }) => ({ agentId: sender, content: text }),
				sameNote: (asked) => `${asked.agentId}\n${asked.content}`,
				parts: (asked) => splitNote(asked.content).map((part) => ({ ...asked, content: part })),
				contentBytes: (asked) => noteBytes(asked.content),
			},
		});
	}
}
