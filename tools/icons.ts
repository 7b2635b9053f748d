/** `npm run icons`: draws icons/ from tools/icons/. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from './icons/draw';

const folder = join(__dirname, '..', 'icons');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, svg] of pictures()) writeFileSync(join(folder, name), svg);
console.log(`${pictures().size} pictures are in icons/.`);
