/** The published package: its files and their imports, n8n's loader, n8n's scanner. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type INodeTypeDescription, NodeHelpers } from 'n8n-workflow';
import { AGENT_STATES } from '../../gateway/answer/agents';
import { EVENT_KINDS } from '../../gateway/answer/eventKinds';
import { MEDIA_TYPES } from '../../gateway/values/mediaTypes';
import { NEWEST } from '../support/nodeRunner';
import { loadPackage } from '../support/n8n';
import { ACTIONS, isTrigger, NODES, TYPES } from '../support/nodeList';
import { exampleWorkflow, WORKFLOWS } from '../support/workflows';

const ROOT = join(__dirname, '..', '..');

const filesBelow = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile());

/** The options of a node besides those of every node. */
const OWN_OPTIONS: Readonly<Record<string, string[]>> = {
	adjustSkillQueues: ['readBefore'],
	sendNote: ['combineItems', 'longNotes', 'maxRecipients', 'output', 'wrongRecipients'],
	...Object.fromEntries(
		['setBusy', 'setIdle', 'startRest', 'forceBusy', 'forceIdle', 'forceRest'].map((name) => [
			name,
			['waitForState'],
		]),
	),
};

/** The versions of a node, as n8n looks for their schemas: "1.0". */
const versionsOf = ({ version }: Pick<INodeTypeDescription, 'version'>): string[] =>
	[version].flat().map((one) => one.toFixed(1));

let unpacked: string;
beforeAll(() => {
	// Inside node_modules, so that the package finds n8n-workflow as in n8n.
	const cache = join(ROOT, 'node_modules', '.cache');
	mkdirSync(cache, { recursive: true });
	unpacked = mkdtempSync(join(cache, 'package-'));
	execFileSync('npm', ['pack', '--silent', '--pack-destination', unpacked], { cwd: ROOT });
	const [tarball = ''] = readdirSync(unpacked);
	execFileSync('tar', ['-xzf', tarball], { cwd: unpacked });
	unpacked = join(unpacked, 'package');
});
afterAll(() => rmSync(join(unpacked, '..'), { recursive: true, force: true }));

it('the tarball holds exactly what n8n needs', () => {
	const names = filesBelow(unpacked).map((path) => relative(unpacked, path).replaceAll('\\', '/'));
	const compiled = ['gateway', 'nodes/shared'].flatMap((folder) =>
		filesBelow(join(ROOT, folder))
			.filter((path) => path.endsWith('.ts'))
			.map((path) => `dist/${relative(ROOT, path).replace(/\.ts$/, '.js').replaceAll('\\', '/')}`),
	);
	expect(names.sort()).toEqual(
		[
			'LICENSE',
			'README.md',
			'package.json',
			'dist/credentials/CcGatewayApi.credentials.js',
			...readdirSync(join(ROOT, 'icons')).map((name) => `dist/icons/${name}`),
			...compiled,
			...NODES.flatMap(({ folder, description }) => [
				`dist/nodes/${folder}/${folder}.node.js`,
				`dist/nodes/${folder}/${folder}.node.json`,
				...versionsOf(description).map(
					(version) => `dist/nodes/${folder}/__schema__/v${version}.0.json`,
				),
			]),
		].sort(),
	);
});

it.each(NODES)('the codex file of $folder names the newest version', ({ folder, description }) => {
	const codex = readFileSync(
		join(unpacked, 'dist', 'nodes', folder, `${folder}.node.json`),
		'utf8',
	);
	const { nodeVersion } = JSON.parse(codex) as { nodeVersion: string };
	expect(nodeVersion).toBe(versionsOf(description).at(-1));
});

it('requires only n8n-workflow and its own files, and touches no timer, file or variable of the server', () => {
	const foreign: string[] = [];
	for (const path of filesBelow(unpacked).filter((name) => name.endsWith('.js'))) {
		const code = readFileSync(path, 'utf8');
		for (const [, name = ''] of code.matchAll(
			/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g,
		)) {
			// Only what n8n's scanner allows: crypto hashes values that the package must not keep in plain text.
			const allowed = ['n8n-workflow', 'node:crypto'].includes(name) || name.startsWith('.');
			if (!allowed) foreign.push(`${path}: ${name}`);
		}
		expect(code).not.toMatch(/\bprocess\.|\bsetTimeout\(|\bconsole\.|\beval\(/);
	}
	expect(foreign).toEqual([]);
});

it('has no runtime dependencies and the peer dependency that n8n requires', () => {
	const packageJson = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Record<
		string,
		unknown
	>;
	expect(packageJson.dependencies).toBeUndefined();
	expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

it('passes the scanner of n8n, as source and as tarball', () => {
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const results = [
			await analyzePackage(${JSON.stringify(ROOT)}, SOURCE_FILE_PATTERNS),
			await analyzePackage(${JSON.stringify(unpacked)}, ['**/*.js', 'package.json']),
		];
		process.stdout.write(JSON.stringify(results));
	`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
		cwd: ROOT,
		encoding: 'utf8',
		// With NODE_ENV=test, which jest sets, a rule set of the scanner treats every file as a node.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	expect(JSON.parse(output)).toEqual([{ passed: true }, { passed: true }]);
});

describe("n8n's loader", () => {
	const descriptions = async (): Promise<INodeTypeDescription[]> => {
		const { types } = await loadPackage(unpacked);
		return types.nodes;
	};

	it('finds every node and one credential with icons, search words and documentation', async () => {
		const loader = await loadPackage(unpacked);
		expect(loader.types.nodes.map(({ name }) => name).sort()).toEqual([...TYPES].sort());
		expect(Object.keys(loader.credentialTypes)).toEqual(['ccGatewayApi']);
		for (const node of loader.types.nodes) {
			expect(node.iconUrl).toEqual({
				light: `icons/n8n-nodes-cc-gateway/dist/icons/${node.name}.svg`,
				dark: `icons/n8n-nodes-cc-gateway/dist/icons/${node.name}.dark.svg`,
			});
			expect(node.codex?.alias).toEqual(
				expect.arrayContaining(['contact center', 'call center', 'Huawei', 'AICC', 'CEC', 'agent']),
			);
			expect(node.displayName).toMatch(/^CC-Gateway /);
		}
	});

	it('finds the versions of the nodes, with the newest as the default', async () => {
		for (const { name, version } of await descriptions()) {
			expect([name, Math.max(...[version].flat())]).toEqual([name, NEWEST[name] ?? 1]);
		}
	});

	it('finds the main field above the one of the acting agent, and Dry Run first among the options', async () => {
		for (const { name, properties } of await descriptions()) {
			const fields = properties.filter(({ type }) => type !== 'notice');
			const acting = fields.findIndex((field) => field.name === 'agentId');
			const others = fields.findIndex((field) =>
				['workNo', 'agentIds', 'queues'].includes(field.name),
			);
			if (acting >= 0 && others >= 0) expect([name, others]).toEqual([name, 0]);
			const options = fields.find((field) => field.name === 'options')?.options ?? [];
			if (options.length > 0) expect(options[0]?.name).toBe('dryRun');
		}
	});

	it('finds beside each agent field what acts for other agents, where a session usually does not', async () => {
		const notices = (await descriptions()).flatMap(({ name, properties }) =>
			properties
				.filter((field) => field.name === 'ownAgentNotice')
				.map(({ displayName }) => [name, displayName]),
		);
		const others = (ways: string) =>
			`A session usually acts only for the credential's agent. For other agents, use ${ways}.`;
		expect(Object.fromEntries(notices)).toEqual({
			setBusy: others('Force Busy (no reason) or Guid per Item'),
			setIdle: others('Force Idle or Guid per Item'),
			startRest: others('Force Rest or Guid per Item'),
			endRest: others('Guid per Item'),
			setCustomStatus: others('Guid per Item'),
			clearCustomStatus: others('Guid per Item'),
			setSessionLimit: others('Guid per Item'),
		});
	});

	it("finds n8n's usual label for the field of events, without a tooltip", async () => {
		const trigger = (await descriptions()).find(({ name }) => name === 'ccGatewayTrigger');
		const events = trigger?.properties.find(({ name }) => name === 'events');
		expect(events).toMatchObject({ displayName: 'Trigger On', type: 'multiOptions' });
		expect(events?.description).toBeUndefined();
	});

	it('finds the public names unchanged', async () => {
		const parameters = Object.fromEntries(
			(await descriptions()).map(({ name, properties }) => [
				name,
				properties.map((property) => property.name),
			]),
		);
		expect(parameters).toMatchObject({
			sendNote: ['agentIds', 'content', 'agentId', 'options'],
			// Twice: see `nodes/shared/fields/busyReason.ts`.
			setBusy: ['agentId', 'ownAgentNotice', 'reason', 'reason', 'prolong', 'options'],
			setCustomStatus: ['agentId', 'ownAgentNotice', 'customstate', 'options'],
			insertIntoCall: ['workNo', 'agentId', 'options'],
			// `callnums` twice: a saved workflow omits values equal to the default.
			setSessionLimit: [
				...['agentId', 'ownAgentNotice', 'mediaType', 'callnums', 'callnums', 'options'],
			],
			setIdle: ['agentId', 'ownAgentNotice', 'options'],
			startRest: ['agentId', 'ownAgentNotice', 'minutes', 'restcause', 'prolong', 'options'],
			endRest: ['agentId', 'ownAgentNotice', 'options'],
			clearCustomStatus: ['agentId', 'ownAgentNotice', 'options'],
			getAgentStatus: ['agentId', 'includeCustomStatus', 'options'],
			getAgent: ['workNo', 'simplify', 'agentId', 'options'],
			getQueueStatistics: ['queues', 'skillIds', 'simplify', 'agentId', 'options'],
			adjustSkillQueues: ['workNo', 'change', 'skillIds', 'allowNone', 'agentId', 'options'],
			findAgents: ['queues', 'skillId', 'states', 'simplify', 'agentId', 'options'],
			forceBusy: ['workNo', 'agentId', 'options'],
			forceIdle: ['workNo', 'agentId', 'options'],
			forceRest: ['workNo', 'minutes', 'restcause', 'agentId', 'options'],
			forceSignOut: ['workNo', 'confirm', 'agentId', 'options'],
			endInsert: ['workNo', 'agentId', 'options'],
			ccGatewayQueueTrigger: [
				// Added by n8n.
				'pollTimes',
				...['queues', 'skillIds', 'waitingAtLeast', 'longestWaitAtLeast', 'availableAtMost'],
				...['forPolls', 'alsoRecovered', 'recoveredBelow'],
			],
			ccGatewayTrigger: ['guidNotice', 'events', 'watchedAgents', 'testEvent'],
			checkGateway: ['depth', 'colleagueId', 'unusedId'],
		});
		const acting = ACTIONS.map(({ type }) => type);
		for (const { name, properties } of (await descriptions()).filter((one) =>
			acting.includes(one.name),
		)) {
			const options = properties.find((property) => property.name === 'options')?.options ?? [];
			const common = ['concurrency', 'dryRun', 'includeInputFields', 'maxTries', 'timeout'];
			const own = OWN_OPTIONS[name] ?? [];
			expect(options.map((option) => option.name).sort()).toEqual([...common, ...own].sort());
		}
	});

	it('offers the nodes to language models, except those that barge into calls, sign agents out or change their queues', async () => {
		const never = ['adjustSkillQueues', 'checkGateway', 'forceSignOut', 'insertIntoCall'];
		for (const { name, usableAsTool, group } of await descriptions()) {
			const allowed = !isTrigger({ group }) && !never.includes(name);
			expect([name, Boolean(usableAsTool)]).toEqual([name, allowed]);
		}
	});

	it('offers all kinds of events to the trigger', async () => {
		const trigger = (await descriptions()).find(({ name }) => name === 'ccGatewayTrigger');
		const events = trigger?.properties.find(({ name }) => name === 'events')?.options ?? [];
		expect(events.map((event) => 'value' in event && event.value).sort()).toEqual(
			[...EVENT_KINDS].sort(),
		);
		expect(trigger).toMatchObject({ inputs: [], outputs: ['main'] });
	});

	it('offers all states in a filter', async () => {
		const { properties } = (await descriptions()).find(({ name }) => name === 'findAgents') ?? {};
		const states = properties?.find(({ name }) => name === 'states')?.options ?? [];
		expect(states.map((state) => 'value' in state && state.value).sort()).toEqual(
			[...AGENT_STATES].sort(),
		);
	});

	it('offers the ten media types', async () => {
		const { properties } =
			(await descriptions()).find(({ name }) => name === 'setSessionLimit') ?? {};
		const options = properties?.find(({ name }) => name === 'mediaType')?.options ?? [];
		expect(options.map((option) => 'value' in option && option.value).sort()).toEqual(
			Object.keys(MEDIA_TYPES).sort(),
		);
	});

	it.each(['huawei', 'aicc', 'cc-gateway'])('finds the credential by %s', async (word) => {
		const { credentialTypes } = await loadPackage(unpacked);
		expect(credentialTypes.ccGatewayApi?.type.displayName.toLowerCase()).toContain(word);
	});

	it('masks secret fields only', async () => {
		const { credentialTypes } = await loadPackage(unpacked);
		const masked = credentialTypes.ccGatewayApi?.type.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(masked).toEqual(['guid', 'password', 'sessionToken']);
	});

	it.each([
		['guid', ['agentId', 'guid']],
		['guidPerItem', ['guidField']],
		['signIn', ['agentId', 'password', 'phonenum', 'takeOver', 'guidLifetime']],
	])('shows in the mode %s only its own fields', async (mode, fields) => {
		const { credentialTypes } = await loadPackage(unpacked);
		const { properties = [] } = credentialTypes.ccGatewayApi?.type ?? {};
		const values = { authentication: mode };
		const shown = properties.filter(
			(property) =>
				property.displayOptions !== undefined &&
				NodeHelpers.displayParameter(values, property, null, null),
		);
		expect(shown.map(({ name }) => name)).toEqual([`${mode}Notice`, ...fields]);
		expect(shown[0]?.type).toBe('notice');
		const after = properties.findIndex(({ name }) => name === 'authentication');
		expect(properties.slice(after + 1, after + 4).map(({ type }) => type)).toEqual(
			new Array(3).fill('notice'),
		);
	});
});

describe.each(WORKFLOWS)('the workflow %s', (name) => {
	it('can be imported: known nodes, no credential, no pinned data, no Guid', () => {
		const text = readFileSync(join(ROOT, 'workflows', `${name}.json`), 'utf8');
		const { nodes, connections } = exampleWorkflow(name);
		const names = new Set(nodes.map((node) => node.name));
		for (const [from, byType] of Object.entries(connections)) {
			expect(names).toContain(from);
			const targets = Object.values(byType).flat(2);
			for (const target of targets) expect(names).toContain(target?.node);
		}
		expect(text).not.toMatch(/"credentials"|AgentGateway\d/);
		expect((JSON.parse(text) as { pinData: object }).pinData).toEqual({});
	});
});
