/** Labels of the panel in messages: each exists, and `gateway/` knows those of the credential only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { CcGatewayApi } from '../../credentials/CcGatewayApi.credentials';
import { FIELD_LABELS } from '../../gateway/values/credentialFields';
import { MEANINGS } from '../../nodes/shared/check/meanings';
import { NODES } from '../support/nodeList';

const ROOT = join(__dirname, '..', '..');

type Labelled = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** Labels of fields and of their choices, at any depth. */
const labelsOf = (entries: readonly Labelled[]): string[] =>
	entries.flatMap((entry) => [
		'displayName' in entry ? entry.displayName : entry.name,
		...labelsOf('options' in entry ? (entry.options ?? []) : []),
	]);

const fieldLabelsOf = (entries: readonly Labelled[]): string[] =>
	entries.flatMap((entry) =>
		'displayName' in entry
			? [entry.displayName, ...fieldLabelsOf(('options' in entry && entry.options) || [])]
			: [],
	);

const ofCredential = labelsOf(new CcGatewayApi().properties);
const ofNodes = labelsOf(NODES.flatMap(({ description }) => description.properties));

/** Labels of the nodes' fields; those of choices may be the gateway's own names. */
const nodeFields = NODES.flatMap(({ description }) => fieldLabelsOf(description.properties));

/** Labels in single quotes, as messages write them. */
const quotedIn = (text: string): string[] =>
	[...text.matchAll(/(?<!\w)'([A-Z][^'\n]*)'(?!\w)/g)].map(([, label = '']) => label);

it('names the fields of the credential as the editor does', () => {
	const visible = new CcGatewayApi().properties.filter(
		({ type }) => !['hidden', 'notice'].includes(type),
	);
	const labels = Object.fromEntries(visible.map(({ name, displayName }) => [name, displayName]));
	expect(FIELD_LABELS).toEqual(labels);
});

it("quotes no label of a node's field in gateway/", () => {
	const files = readdirSync(join(ROOT, 'gateway'), { recursive: true, encoding: 'utf8' });
	const sources = files.filter((file) => file.endsWith('.ts'));
	expect(sources.length).toBeGreaterThan(80);
	const quoted = sources.flatMap((file) =>
		quotedIn(readFileSync(join(ROOT, 'gateway', file), 'utf8')).map((label) => ({ file, label })),
	);
	const known = new Set(ofCredential);
	expect(quoted.filter(({ label }) => known.has(label))).not.toEqual([]);
	expect(quoted.filter(({ label }) => nodeFields.includes(label) && !known.has(label))).toEqual([]);
});

it('quotes only labels that exist in the advice of Check Gateway', () => {
	const texts = Object.values(MEANINGS).flatMap(({ codes }) =>
		Object.values(codes).flatMap(({ answer, meaning, advice }) => [answer, meaning, advice]),
	);
	const quoted = texts.flatMap(quotedIn);
	expect(quoted).toContain('Wrong Recipients');
	const known = new Set([...ofCredential, ...ofNodes]);
	expect(quoted.filter((label) => !known.has(label))).toEqual([]);
});
