import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import regexp from 'eslint-plugin-regexp';
import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** What is published: n8n's own scanner lints it, so the very same rules apply here. */
const PUBLISHED = ['package.json', '{nodes,credentials,gateway}/**/*.{ts,json}'];

const scanner = (await buildScanConfig()).map((config) => ({
	...config,
	files: config.files ?? PUBLISHED,
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
	...scanner,
	{
		files: ['credentials/**/*.ts'],
		// A Guid is a secret, though its name does not tell the rule so.
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
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			'@typescript-eslint/require-await': 'off',
			eqeqeq: 'error',
		},
	},
	{
		files: ['test/e2e/**/*.ts'],
		languageOptions: { parserOptions: { project: './test/e2e/tsconfig.json' } },
	},
);
