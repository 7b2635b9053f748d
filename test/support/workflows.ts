/** The example workflows as they are imported, with a credential chosen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { CREDENTIAL_ID } from './bench';
import type { Flow } from './n8n';

export const WORKFLOWS = [
	'scheduled-note-broadcast',
	'session-limits-at-shift-change',
	'team-busy-with-note',
] as const;

/** Reads a workflow and chooses the credential in our nodes, as its reader is asked to do. */
export function exampleWorkflow(name: (typeof WORKFLOWS)[number], withNotes = false): Flow {
	const file = join(__dirname, '..', '..', 'workflows', `${name}.json`);
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as Flow;
	const nodes = workflow.nodes
		.filter(({ type }) => withNotes || type !== 'n8n-nodes-base.stickyNote')
		.map((node): INode =>
			node.type.startsWith('n8n-nodes-cc-gateway.')
				? { ...node, credentials: { ccGatewayApi: { id: CREDENTIAL_ID, name: 'Gateway' } } }
				: node,
		);
	return { ...workflow, nodes };
}
