import { config as n8nConfig } from '@n8n/node-cli/eslint';
import { defineConfig } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** The published files. The rules of `n8n-node lint` apply to them. */
const PUBLISHED = ['package.json', '{nodes,credentials,gateway}/**/*.ts'];

/** n8n's rules. They bring a parser and a plugin of an older typescript-eslint: ours takes their place. */
const n8nRules = n8nConfig.map(({ plugins, languageOptions, ...config }) => ({
	...config,
	...(plugins && {
		plugins: {
			...plugins,
			...(plugins['@typescript-eslint'] && { '@typescript-eslint': tseslint.plugin }),
		},
	}),
	...(languageOptions && { languageOptions: { ...languageOptions, parser: tseslint.parser } }),
}));

/** The end-to-end tests have packages of their own; without them their types are not known. */
const E2E = existsSync(new URL('test/e2e/node_modules', import.meta.url))
	? 'test/e2e/{node_modules,.results}/'
	: 'test/e2e/';

export default tseslint.config(
	{
		ignores: [
			'dist/',
			'**/node_modules/',
			'**/.results/',
			E2E,
			'coverage/',
			'.simulator/',
			'.start/',
			'workflows/',
		],
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	...defineConfig({ files: PUBLISHED, extends: [n8nRules] }),
	{
		files: ['credentials/**/*.ts'],
		// A Guid is a secret, but the rule does not know the word.
		rules: { '@n8n/community-nodes/credential-unnecessary-password': 'off' },
	},
	{
		// Texts come from gateways and rosters: no expression may take a time that grows with their square.
		files: ['{gateway,nodes,credentials,simulator}/**/*.ts'],
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': [
				'error',
				{ report: 'potential', ignoreSticky: false, ignorePartial: false },
			],
		},
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/require-await': 'off',
			eqeqeq: 'error',
		},
	},
	{
		files: ['{simulator,test,tools}/**/*.ts'],
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
		},
	},
	{
		files: ['test/e2e/**/*.ts'],
		languageOptions: { parserOptions: { project: './test/e2e/tsconfig.json' } },
	},
);
