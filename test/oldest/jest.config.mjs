import { join } from 'node:path';
import e2e from '../e2e/jest.config.mjs';

// Read by test/e2e/support/places.ts.
process.env.E2E_FOLDER = import.meta.dirname;
process.env.E2E_ENV = JSON.stringify({
	// n8n's new expression engine is a native module for Node.js 22 and later.
	N8N_EXPRESSION_ENGINE: 'legacy',
	// This n8n does not have the other modules that the end-to-end tests disable, and refuses unknown names.
	N8N_DISABLED_MODULES: 'chat-hub',
	// Written by test/e2e/support/n8n.ts.
	NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '.results', 'authorities.pem'),
});

/** Tests of the oldest n8n: those of the command line, shared with the newest, and those that need an old n8n. */
/** @type {import('jest').Config} */
export default {
	...e2e,
	testMatch: ['<rootDir>/test/e2e/commandLine.test.ts', '<rootDir>/test/oldest/*.test.ts'],
};
