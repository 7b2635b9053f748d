/** The documentation: within its limits, equal in both languages, without broken links. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeType } from 'n8n-workflow';
import { CcGatewayApi } from '../../credentials/CcGatewayApi.credentials';
import packageJson from '../../package.json';
import { follow, ownAddresses, parse, readPage, type Section } from '../support/markdown';
import { TITLES, WORKFLOWS } from '../support/workflows';

const ROOT = join(__dirname, '..', '..');

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const markdownIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));

const TOPICS = markdownIn('docs');

const ENGLISH = ['README.md', ...TOPICS.map((name) => `docs/${name}`)];

/** The Chinese page of an English one. */
const twinOf = (path: string): string =>
	path === 'README.md' ? 'docs/zh-CN/README.md' : path.replace('docs/', 'docs/zh-CN/');

const TWINS = new Map(ENGLISH.map((path) => [twinOf(path), path]));

const PAGES = [
	...markdownIn('.'),
	...TOPICS.map((name) => `docs/${name}`),
	...markdownIn('docs/zh-CN').map((name) => `docs/zh-CN/${name}`),
	'simulator/README.md',
];

const sorted = (values: string[]): string[] => [...new Set(values)].sort();

/** Targets of the links of a section, by the names of the English pages, without the link to the other language. */
function targets(section: Section, path: string): string[] {
	const chinese = TWINS.has(path);
	return section.links
		.flatMap((link) => {
			const place = follow(link, path);
			if (place === undefined) return [link];
			const isSwitch = place.path === (TWINS.get(path) ?? twinOf(path));
			if (isSwitch) return [];
			// A page links to other pages in its own language.
			const wrongLanguage = chinese ? ENGLISH.includes(place.path) : TWINS.has(place.path);
			const target = wrongLanguage
				? `the other language: ${place.path}`
				: (TWINS.get(place.path) ?? place.path);
			return [place.section === undefined ? target : `${target}, section ${place.section}`];
		})
		.sort();
}

/** The properties that a page must share with its twin, section by section. */
const outline = (path: string) =>
	readPage(path).map((section) => ({
		depth: section.depth,
		tables: section.tables,
		codeBlocks: section.codeBlocks,
		names: sorted(section.names),
		retcodes: sorted(section.retcodes),
		listItems: section.listItems,
		links: targets(section, path),
	}));

it.each(['README.md', 'docs/zh-CN/README.md'])('%s has at most 150 lines', (path) => {
	expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

it('every page has a twin, and the README of each language leads to all of its pages', () => {
	expect(markdownIn('docs/zh-CN').sort()).toEqual(['README.md', ...TOPICS].sort());
	for (const [chinese, english] of TWINS) {
		if (english === 'README.md') continue;
		for (const [readme, page] of [
			['README.md', english],
			['docs/zh-CN/README.md', chinese],
		] as const) {
			const linked = readPage(readme)
				.flatMap(({ links }) => links)
				.map((link) => follow(link, readme)?.path);
			expect(linked).toContain(page);
		}
	}
});

describe.each(ENGLISH)('%s and its Chinese twin', (path) => {
	it('have the same headings, tables, code, names, retcodes, lists and links', () => {
		expect(outline(twinOf(path))).toEqual(outline(path));
	});

	it('name the same labels of panels', () => {
		const labels = (section?: Section) =>
			section?.bold.map((text) => text.replace(/[\s.:：。]+$/u, '')) ?? [];
		for (const [index, section] of readPage(twinOf(path)).entries()) {
			const english = labels(readPage(path)[index]).join('\n');
			const kept = labels(section).filter((text) => /^[\x20-\x7e…]+$/.test(text));
			for (const label of kept) expect(english).toContain(label);
		}
	});
});

describe.each(PAGES)('%s', (path) => {
	it('has no broken link, and no Markdown mark that is shown literally', () => {
		const page = readPage(path);
		for (const { links } of page) for (const link of links) follow(link, path);
		for (const { text } of page) expect(text).not.toMatch(/\*\*|\]\(/);
	});
});

it('gives headings the anchors of GitHub', () => {
	const page = parse('# A `b-c` *d*, e.\n\n## “已接受”意味着什么\n\n## X（甲）\n\n## X（甲）\n');
	expect(page.map(({ anchor }) => anchor)).toEqual([
		'',
		'a-b-c-d-e',
		'已接受意味着什么',
		'x甲',
		'x甲-1',
	]);
	expect(() => follow('docs/nodes.md#no-such-heading', 'README.md')).toThrow('no heading');
	expect(() => follow('nodes.md', 'README.md')).toThrow('no file');
});

it('resolves every address of this repository in the code to a file and a heading', () => {
	const files = ['credentials', 'nodes', 'gateway', 'simulator', 'tools', 'workflows', '.github']
		.flatMap((folder) =>
			readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
				(name) => `${folder}/${name}`,
			),
		)
		.filter((path) => statSync(join(ROOT, path)).isFile());
	const found = [...files, 'package.json'].flatMap((path) =>
		ownAddresses(read(path)).map((address) => follow(address, path)),
	);
	expect(found.length).toBeGreaterThan(10);
	expect(found).not.toContain(undefined);
});

/** The label and the stored name of each field that a person fills in. */
const fieldsOf = (properties: INodeProperties[]): Array<[label: string, name: string]> =>
	properties
		.filter(({ type, name }) => name !== 'options' && type !== 'hidden' && type !== 'notice')
		.map(({ displayName, name }) => [displayName, name]);

function expectToName(sections: Section[], fields: Array<[label: string, name: string]>): void {
	const reported = {
		bold: sections.flatMap(({ bold }) => bold),
		names: sections.flatMap(({ names }) => names),
	};
	for (const [label, name] of fields) {
		expect(reported.bold).toContain(label);
		expect(reported.names).toContain(name);
	}
}

const NODES = packageJson.n8n.nodes.map((file) => file.replace(/^.*\/(\w+)\.node\.js$/, '$1'));

describe.each(NODES)('the node %s', (name) => {
	const module = jest.requireActual<Record<string, new () => INodeType>>(
		`../../nodes/${name}/${name}.node`,
	);
	const Node = module[name];
	const { description } = new Node!();
	const { resources } = JSON.parse(read(`nodes/${name}/${name}.node.json`)) as {
		resources: Record<string, Array<{ url: string }>>;
	};
	const placeOf = (kind: string) => follow(resources[kind]?.[0]?.url ?? '', 'package.json');
	const section = readPage('docs/nodes.md')[placeOf('primaryDocumentation')?.section ?? 0];

	it('has Docs links to its section and to the credential, and a row in the README', () => {
		expect(placeOf('primaryDocumentation')?.path).toBe('docs/nodes.md');
		expect(`CC-Gateway ${section?.heading}`).toBe(description.displayName);
		expect(placeOf('credentialDocumentation')).toEqual({ path: 'docs/credential.md' });
		const rows = readPage('README.md').find(({ anchor }) => anchor === 'the-nodes')?.links;
		expect(rows).toContain(`docs/nodes.md#${section?.anchor}`);
	});

	it('is documented with every parameter and option', () => {
		expectToName(section ? [section] : [], fieldsOf(description.properties));
		const options = description.properties.find((property) => property.name === 'options');
		expectToName(
			readPage('docs/options.md'),
			fieldsOf((options?.options ?? []) as INodeProperties[]),
		);
	});
});

it('documents every field of the credential, at its Docs link', () => {
	const { documentationUrl, properties } = new CcGatewayApi();
	expect(follow(documentationUrl, 'package.json')).toEqual({ path: 'docs/credential.md' });
	expectToName(readPage('docs/credential.md'), fieldsOf(properties));
});

it.each(WORKFLOWS)(
	'the example %s is found in the README, the page of examples and How do I',
	(name) => {
		const linksOf = (page: string) => readPage(page).flatMap(({ links }) => links);
		expect(linksOf('README.md')).toContain(`workflows/${name}.json`);
		const section = readPage('docs/workflows.md').find(({ links }) =>
			links.includes(`../workflows/${name}.json`),
		);
		expect(section?.heading).toBe(TITLES[name]);
		expect(linksOf('docs/how-do-i.md')).toContain(`workflows.md#${section?.anchor}`);
	},
);
