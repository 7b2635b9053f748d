// `npm run lint` holds the imports against these rules: no circles, and folders point one way only.

/** A folder may import only from itself and from the folders that are named. */
const onlyFrom = (folder, allowed, comment) => ({
	name: `${folder.replaceAll('/', '-')}-imports`,
	comment,
	severity: 'error',
	from: { path: `^${folder}/` },
	to: {
		pathNot: [`^${folder}/`, ...allowed.map((other) => `^${other}/`), 'node_modules'],
		dependencyTypesNot: ['core'],
	},
});

/** The layers of a folder, the lowest first: each may import from those before it. */
const layers = (folder, names) =>
	names.map((name, index) =>
		onlyFrom(
			`${folder}/${name}`,
			[...names.slice(0, index).map((lower) => `${folder}/${lower}`), ...(BELOW[folder] ?? [])],
			`In ${folder}/, imports point ${[...names].reverse().join(' → ')}.`,
		),
	);

/** What every layer of a folder may import from besides. */
const BELOW = { 'nodes/shared': ['gateway'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{ name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-foreign-packages',
			comment: 'The package has no runtime dependencies: n8n hands it n8n-workflow and no more.',
			severity: 'error',
			from: { path: '^(credentials|gateway|nodes)/' },
			to: { path: 'node_modules', pathNot: 'node_modules/n8n-workflow/' },
		},
		{
			name: 'gateway-knows-types-of-n8n-only',
			severity: 'error',
			from: { path: '^gateway/' },
			to: { path: 'node_modules/n8n-workflow/', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'node-imports',
			comment: 'A node builds on nodes/shared/ and gateway/, not on other nodes.',
			severity: 'error',
			from: { path: '^nodes/([A-Z][^/]*)/' },
			to: { path: '^(nodes/[A-Z]|credentials|simulator|test|tools)', pathNot: '^nodes/$1/' },
		},
		onlyFrom('credentials', ['gateway'], 'The credential builds on gateway/ only.'),
		onlyFrom('gateway', [], 'gateway/ is the protocol: it knows nothing of nodes or tests.'),
		onlyFrom('nodes/shared', ['gateway'], 'nodes/shared/ builds on gateway/ only.'),
		onlyFrom(
			'simulator',
			[],
			'The simulator is the other side of the wire: it shares no code with the package.',
		),
		...layers('gateway', [
			'values',
			'operations',
			'http',
			'answer',
			'session',
			'credential',
			'polling',
			'check',
		]),
		...layers('nodes/shared', [
			'read',
			'session',
			'send',
			'report',
			'trigger',
			'check',
			'fields',
			'listSearch',
		]),
		...layers('simulator', ['site', 'operations', 'gateway', 'http', 'page']),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
	},
};
