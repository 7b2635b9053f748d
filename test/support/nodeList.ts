/** All nodes of the package, from the only list: `n8n.nodes` in package.json. Needs the built package. */
import { basename, join } from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../package.json';
import { checkBuilt } from './built';

const ROOT = join(__dirname, '..', '..');

export interface ListedNode {
	/** Its folder below nodes/, for example "SetBusy"; its class has the same name. */
	folder: string;
	/** Its type without the package's name: "setBusy". */
	type: string;
	description: INodeTypeDescription;
}

checkBuilt(ROOT);
export const NODES = manifest.n8n.nodes.map((file): ListedNode => {
	const folder = basename(file, '.node.js');
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- what n8n itself loads
	const nodeModule = require(join(ROOT, file)) as Record<string, new () => INodeType>;
	const NodeClass = nodeModule[folder];
	if (NodeClass === undefined) throw new Error(`${file} exports no ${folder}`);
	const { description } = new NodeClass();
	return { folder, type: description.name, description };
});

export const TYPES = NODES.map(({ type }) => type);

/** Returns true for a node that starts workflows, and so has no input and no options. */
export const isTrigger = ({ group }: Pick<INodeTypeDescription, 'group'>): boolean =>
	group.includes('trigger');

/** Nodes that process every item, unlike Check Gateway, which runs once. */
export const ACTIONS = NODES.filter(
	({ type, description }) => !isTrigger(description) && type !== 'checkGateway',
);

/** Nodes that n8n also offers to language models. */
export const TOOLS = NODES.filter(({ description }) => Boolean(description.usableAsTool)).map(
	({ type }) => type,
);
