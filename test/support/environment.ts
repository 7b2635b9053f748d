/** Keeps n8n's engine out of the home folder of whoever runs the tests. Must be imported before n8n-core. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'cc-gateway-n8n-'));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = randomBytes(16).toString('hex');
process.env.N8N_LOG_LEVEL ??= 'silent';
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
