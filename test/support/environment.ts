/** Keeps n8n's engine out of the user's home folder. Must be imported before n8n-core. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'n8n-nodes-cc-gateway-tests');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'nothing-is-kept-here';
process.env.N8N_LOG_LEVEL ??= 'silent';
