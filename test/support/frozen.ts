/** Workflows as saved by earlier versions, and their required behaviour. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import type { Flow } from './n8n';

const FOLDER = join(__dirname, '..', 'frozen');

const read = <T>(version: string, file: string): T =>
	JSON.parse(readFileSync(join(FOLDER, version, file), 'utf8')) as T;

const VERSIONS = readdirSync(FOLDER, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

const hasOutputs = (version: string): boolean => existsSync(join(FOLDER, version, 'outputs.json'));

/** The workflow with every node, by version; judged by its effect at the gateway. */
export const FROZEN = new Map(
	VERSIONS.filter((version) => !hasOutputs(version)).map((version): [string, Flow] => [
		version,
		read(version, 'every-node.json'),
	]),
);

/** Recorded outputs of the version itself, by name of the node. */
type Outputs = Readonly<Record<string, IDataObject[]>>;

/** The workflow and its recorded outputs, by version. */
export const RECORDED = new Map(
	VERSIONS.filter(hasOutputs).map((version): [string, { flow: Flow; outputs: Outputs }] => [
		version,
		{ flow: read(version, 'every-node.json'), outputs: read(version, 'outputs.json') },
	]),
);

/** Fields that differ from run to run. */
const TIMES = /^(currentstatetime|logindate|signedInAt|stateSince)$/;

/** Texts for people, whose wording may change. */
const isWording = (path: string): boolean => path === 'error' || path === 'message';

/** The required output: the recorded fields and values, with any times and wordings. */
export function demandOf(value: unknown, key = ''): unknown {
	if (TIMES.test(key) && value !== null) return expect.anything();
	if (Array.isArray(value)) return value.map((one) => demandOf(one));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [
			name,
			isWording(name) && one !== 'success' && one !== '' ? expect.anything() : demandOf(one, name),
		]),
	);
}

/** The last node of each workflow. */
export const LAST_NODE = 'Insert Into Call';

/** The effect of the workflow at the gateway. */
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
