/** Workflows as earlier versions saved them, and what they must do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../../simulator';
import type { Flow } from './n8n';

const FOLDER = join(__dirname, '..', 'frozen');

/** Version to its workflow with every node. */
export const FROZEN = new Map(
	readdirSync(FOLDER, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }): [string, Flow] => [
			name,
			JSON.parse(readFileSync(join(FOLDER, name, 'every-node.json'), 'utf8')) as Flow,
		]),
);

/** The last node of each. */
export const LAST_NODE = 'Insert Into Call';

/** What the workflow leaves behind at the gateway. */
export const effectOf = (gateway: Simulator) => ({
	busy: [gateway.agent('31001').state, gateway.agent('31001').busyReason],
	customStatuses: ['31001', '31002'].map((id) => gateway.agent(id).customState),
	limits: [gateway.agent('31001').sessionLimits, gateway.agent('31003').sessionLimits],
	notes: ['31001', '31002'].map((id) => gateway.agent(id).inbox.map(({ content }) => content)),
	insertedInto: gateway.agent('31000').insertedInto,
	requests: gateway.requests.length,
});

export const EFFECT = {
	busy: ['busy', 202],
	customStatuses: [100, 101],
	limits: [{ 1: 7 }, { 53: 3 }],
	notes: [['Hello 31001'], ['Hello 31001']],
	insertedInto: '31005',
	requests: 8,
};
