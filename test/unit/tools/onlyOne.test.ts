/** `npm start` runs once at a time in a folder, even after a crash of an earlier one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MODULE = pathToFileURL(join(__dirname, '..', '..', '..', 'tools', 'onlyOne.mjs')).href;

/** A folder that only this test uses. */
const FOLDER = join(__dirname, `of-test-${process.pid}`);

const running = new Set<ChildProcess>();
afterEach(() => {
	for (const child of running) child.kill('SIGKILL');
});

/** Asks in a separate process, which stays busy, as `npm start` does. */
async function ask(folder = FOLDER): Promise<{ only: string; end: () => Promise<void> }> {
	const code = `
		import { isOnlyOne } from '${MODULE}';
		console.log(await isOnlyOne(${JSON.stringify(folder)}));
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	running.add(child);
	const [said] = (await once(child.stdout, 'data')) as [Buffer];
	const end = async () => {
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
		running.delete(child);
	};
	return { only: said.toString().trim(), end };
}

it('refuses a second process while the first one lives, even if it is busy', async () => {
	const first = await ask();
	expect(first.only).toBe('true');
	const second = await ask();
	expect(second.only).toBe('false');
	await second.end();
	const third = await ask();
	expect(third.only).toBe('false');
	await first.end();
	const fourth = await ask();
	expect(fourth.only).toBe('true');
});

it('allows one process per folder', async () => {
	const [one, other] = [await ask(), await ask(`${FOLDER}-other`)];
	expect([one.only, other.only]).toEqual(['true', 'true']);
});
