import { join } from 'node:path';
import e2e from '../e2e/jest.config.mjs';

// Read by test/e2e/support/places.ts.
process.env.E2E_FOLDER = import.meta.dirname;
process.env.E2E_ENV = JSON.stringify({
	// n8n's new engine for expressions is a native module that there is for Node.js 22 and later only.
	N8N_EXPRESSION_ENGINE: 'legacy',
	// The other modules that the end-to-end tests do without are not known yet, and n8n refuses unknown names.
	N8N_DISABLED_MODULES: 'chat-hub',
	// Written by test/e2e/support/n8n.ts.
	NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '.results', 'authorities.pem'),
});

/** The oldest n8n: the command line's tests as they are for the newest, and what only an older n8n can prove. */
/** @type {import('jest').Config} */
export default {
	...e2e,
	testMatch: ['<rootDir>/test/e2e/commandLine.test.ts', '<rootDir>/test/oldest/*.test.ts'],
};
