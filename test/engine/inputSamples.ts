/** Valid parameters of nodes, shared by the engine tests of bad input. */
import type { IDataObject } from 'n8n-workflow';

export const busy = { reason: 0 };

export const note = { agentIds: '31001', content: 'x' };

export const limit = { mediaType: '53', callnums: 5 };

export const statusOf = (value: string) => ({ customstate: { __rl: true, mode: 'code', value } });

export const reasonOf = (value: string) => ({ restcause: { __rl: true, mode: 'code', value } });

export const rest = { agentId: '31001', minutes: 15, ...reasonOf('1'), prolong: false };

export const forcedRest = { workNo: '31002', minutes: 15, ...reasonOf('1') };

/** The nodes with an inspector and another agent: label of that agent's field, and other required parameters. */
export const INSPECTIONS: ReadonlyArray<[type: string, label: string, parameters: IDataObject]> = [
	['insertIntoCall', 'Agent ID to Barge In On', {}],
	['endInsert', 'Agent ID to Leave', {}],
	['forceBusy', 'Agent ID to Set Busy', {}],
	['forceIdle', 'Agent ID to Set Idle', {}],
	['forceRest', 'Agent ID to Send to Rest', forcedRest],
	['forceSignOut', 'Agent ID to Sign Out', { confirm: true }],
	['adjustSkillQueues', 'Agent ID to Change', { change: 'add', skillIds: [11] }],
];
