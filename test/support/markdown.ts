/** Parses pages of the documentation into the properties that both languages of a page must share. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Parser } from 'prettier';
import { parsers } from 'prettier/plugins/markdown';

const ROOT = join(__dirname, '..', '..');

const REPOSITORY = 'https://github.com/n8n-nodes-cc-gateway/n8n-nodes-cc-gateway';

/** A node of the parser's syntax tree (mdast). */
interface MarkdownNode {
	type: string;
	depth?: number;
	value?: string;
	lang?: string | null;
	url?: string;
	children?: MarkdownNode[];
}

/** The part of a page from one heading to the next. */
export interface Section {
	/** 1 for the title of the page; 0 for the part before it. */
	depth: number;
	heading: string;
	/** GitHub's anchor of the heading, without `#`. */
	anchor: string;
	/** Number of rows and columns of each table. */
	tables: string[];
	codeBlocks: string[];
	/** Texts in backticks. */
	names: string[];
	/** Bold texts: labels of the panel and other words. */
	bold: string[];
	retcodes: string[];
	listItems: number;
	links: string[];
	/** Plain text; marks such as `**` in it are not recognized as Markdown. */
	text: string;
}

const textOf = ({ value = '', children = [] }: MarkdownNode): string =>
	value + children.map(textOf).join('');

function* within(node: MarkdownNode): Generator<MarkdownNode> {
	yield node;
	for (const child of node.children ?? []) yield* within(child);
}

const shapeOf = ({ children: rows = [] }: MarkdownNode): string =>
	`${rows.length} x ${[...new Set(rows.map(({ children = [] }) => children.length))].join('/')}`;

/** GitHub's rule: letters, digits, `_`, `-` and blanks stay, in lower case; blanks become `-`. */
const anchorOf = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replaceAll(' ', '-');

function readSection(heading: MarkdownNode | undefined, blocks: MarkdownNode[]): Section {
	const nodes = blocks.flatMap((block) => [...within(block)]);
	const inHeading = heading ? [...within(heading)] : [];
	const of = (type: string) => nodes.filter((node) => node.type === type);
	const title = heading ? textOf(heading) : '';
	const text = nodes.flatMap((node) => (node.type === 'text' ? [node.value ?? ''] : [])).join('\n');
	return {
		depth: heading?.depth ?? 0,
		heading: title,
		anchor: anchorOf(title),
		tables: of('table').map(shapeOf),
		codeBlocks: of('code').map(({ lang, value }) => `${lang ?? ''}\n${value ?? ''}`),
		names: [...inHeading, ...nodes]
			.filter(({ type }) => type === 'inlineCode')
			.map(({ value = '' }) => value),
		bold: of('strong').map(textOf),
		retcodes: text.match(/\b\d{3}-\d{3}\b/g) ?? [],
		listItems: of('listItem').length,
		links: nodes.flatMap(({ type, url }) =>
			['link', 'image', 'definition'].includes(type) && url !== undefined ? [url] : [],
		),
		text,
	};
}

/** The sections of a page, in their order. */
export function parse(markdown: string): Section[] {
	const tree = (parsers.markdown as Parser<MarkdownNode>).parse(markdown, {} as never);
	const sections: Array<{ heading?: MarkdownNode; blocks: MarkdownNode[] }> = [{ blocks: [] }];
	for (const block of (tree as MarkdownNode).children ?? []) {
		if (block.type === 'heading') sections.push({ heading: block, blocks: [] });
		else sections.at(-1)?.blocks.push(block);
	}
	const seen = new Map<string, number>();
	return sections.map(({ heading, blocks }) => {
		const section = readSection(heading, blocks);
		const before = seen.get(section.anchor) ?? 0;
		seen.set(section.anchor, before + 1);
		return before === 0 ? section : { ...section, anchor: `${section.anchor}-${before}` };
	});
}

const pages = new Map<string, Section[]>();

/** @param path from the root of the repository, with `/` */
export function readPage(path: string): Section[] {
	const known = pages.get(path) ?? parse(readFileSync(join(ROOT, path), 'utf8'));
	pages.set(path, known);
	return known;
}

/** A place in the repository. */
export interface Place {
	/** From the root of the repository. */
	path: string;
	/** Index of the section, from 0; undefined without an anchor. */
	section?: number;
}

/** Path and anchor of a link; undefined for a link outside the repository. */
function split(link: string, from: string): { path: string; anchor: string } | undefined {
	const url = decodeURI(link);
	const [address = '', anchor = ''] = url.split('#');
	if (address.startsWith(`${REPOSITORY}/blob/main/`)) {
		return { path: address.slice(`${REPOSITORY}/blob/main/`.length), anchor };
	}
	const template = address.split('/issues/new?template=')[1];
	if (template !== undefined) return { path: `.github/ISSUE_TEMPLATE/${template}`, anchor };
	// The start page of the repository shows the README.
	if (address === REPOSITORY) return { path: 'README.md', anchor };
	if (/^[a-z]+:/.test(address)) return undefined;
	return {
		path: address === '' ? from : posix.normalize(posix.join(posix.dirname(from), address)),
		anchor,
	};
}

/**
 * Resolves a link within the repository; returns `undefined` for other servers.
 * @param from the page with the link, as a path from the root of the repository
 * @throws {Error} if the file or the heading does not exist
 */
export function follow(link: string, from: string): Place | undefined {
	const target = split(link, from);
	if (target === undefined) return undefined;
	const { path, anchor } = target;
	if (!existsSync(join(ROOT, path))) throw new Error(`${from}: ${link} leads to no file`);
	if (anchor === '' || anchor === 'readme') return { path };
	const section = readPage(path).findIndex((candidate) => candidate.anchor === anchor);
	if (section < 1) throw new Error(`${from}: ${link} leads to no heading of ${path}`);
	return { path, section };
}

/** All addresses of this repository on GitHub in a text. */
export const ownAddresses = (text: string): string[] =>
	text
		.match(new RegExp(`${REPOSITORY}[^\\s"'\`<>)]*`, 'g'))
		?.filter((address) => !/\/(issues|releases\/.*)$|\.git$/.test(address)) ?? [];
