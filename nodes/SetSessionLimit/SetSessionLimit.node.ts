import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { SESSION_LIMIT_RANGE } from '../../gateway/values/sessionLimit';
import { MEDIA_TYPES } from '../../gateway/values/mediaTypes';
import { setSessionLimit } from '../../gateway/operations/setSessionLimit';
import { actingAgentField, ownAgentNotice, optionsField } from '../shared/fields/commonFields';
import { runItems } from '../shared/runItems';
import { shown, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose limit to set');

const mediaType: INodeProperties = {
	displayName: 'Media Type',
	name: 'mediaType',
	type: 'options',
	options: Object.entries(MEDIA_TYPES)
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name)),
	// An expression may yield a name; the editor must not call that an unknown value.
	allowArbitraryValues: true,
	default: '1',
	description:
		'The kind of session that the limit is for, by its name, such as Text Chat, or its code, such as 1. The agent must be signed in to a skill queue of this type.',
};

const callnums: INodeProperties = {
	displayName: 'Maximum Sessions',
	name: 'callnums',
	type: 'number',
	typeOptions: { minValue: SESSION_LIMIT_RANGE.min, maxValue: SESSION_LIMIT_RANGE.max },
	displayOptions: { hide: { '@version': [1] } },
	// A number that stands there already lowers somebody's limit unnoticed.
	default: '',
	required: true,
	placeholder: 'e.g. 5',
	description: 'How many sessions of this media type the agent may have at once, 1 to 60',
};

/** Saved workflows leave out what was the default: it has to stay what it was. */
const callnumsOfVersion1: INodeProperties = {
	...callnums,
	displayOptions: { show: { '@version': [1] } },
	default: 1,
};

export class SetSessionLimit implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Set Session Limit',
		name: 'setSessionLimit',
		icon: {
			light: 'file:../../icons/setSessionLimit.svg',
			dark: 'file:../../icons/setSessionLimit.dark.svg',
		},
		group: ['output'],
		version: [1, 1.1],
		subtitle: subtitle`${shown('mediaType', { words: MEDIA_TYPES })}: ${shown('callnums', { empty: 'not given' })}`,
		description:
			'Set how many sessions of a media type, such as text chat or social chat, contact centre agents may have at once. Works mostly for the agent of the credential; for others use Guid per Item.',
		defaults: { name: 'CC-Gateway Set Session Limit' },
		usableAsTool: {
			replacements: {
				description:
					'Set how many sessions of a media type a contact centre agent may have at once, 1 to 60. An agent ID is a number from 101 to 999999. Media types are Text Chat (1), Click-to-Dial Call (2), Callback Request (4), Common Voice or Video Call (5), Predicted Outbound Call (15), Previewed Outbound Call (16), Message Call (17), Common Video Call (19), Multimedia Web Chat (51) and Social Chat (53), by name or code.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [
			agentId,
			ownAgentNotice(),
			mediaType,
			callnumsOfVersion1,
			callnums,
			optionsField(),
		],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				mediaType: item.mediaType(mediaType),
				callnums: item.sessionLimit(callnums),
			}),
			request: setSessionLimit,
			phrase: (args) => ({
				subject: `The ${MEDIA_TYPES[args.mediaType]} limit of agent ${args.agentId}`,
				done: `set to ${args.callnums}`,
			}),
		});
	}
}
