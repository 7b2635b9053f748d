/** The progress lines of commands that take minutes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MODULE = pathToFileURL(join(__dirname, '..', '..', '..', 'tools', 'progress.mjs')).href;

/** Runs a program that ends once this one has printed a number of lines, or immediately for 0. */
async function runs(program: string, lines: number): Promise<{ said: string; status: string }> {
	const code = `
		import { runWithProgress } from '${MODULE}';
		const command = ${JSON.stringify(program)} || process.execPath;
		const args = ['--eval', ${lines} > 0 ? 'process.stdin.on("data", () => process.exit(3))' : 'process.exit(3)'];
		const status = await runWithProgress('installing', command, args, { stdio: ['inherit', 'ignore', 'ignore'] }, 20);
		console.log('ended with ' + status);`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		if (lines > 0 && said.split('\n').length > lines) child.stdin.write('end\n');
	});
	await once(child, 'close');
	child.stdin.destroy();
	return { said, status: /ended with (.*)/.exec(said)?.[1] ?? '' };
}

it('prints a line per interval until the program ends, and yields its status', async () => {
	const { said, status } = await runs('', 2);
	expect(said).toMatch(
		/^ {2}Still installing \(1 minute\) …\n {2}Still installing \(2 minutes\) …\n/,
	);
	expect(status).toBe('3');
});

it('yields null for a program that cannot be started', async () => {
	expect(await runs('/there/is/no/such/program', 0)).toEqual({
		said: 'ended with null\n',
		status: 'null',
	});
});
