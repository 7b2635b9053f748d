import { Editor } from './browser';
import { N8n, type Server } from './n8n';

/**
 * Starts an n8n with its editor in a browser, for all tests of a file. Takes a screenshot of the editor after each test.
 */
export function useEditor(name: string): { server: () => Server; editor: () => Editor } {
	let n8n: N8n;
	let server: Server;
	let editor: Editor;
	beforeAll(async () => {
		n8n = await N8n.install(name);
		server = await n8n.startServer();
		editor = await Editor.open(server.url, n8n.folder);
	});
	afterEach(async () => {
		const test = expect.getState().currentTestName ?? 'unknown';
		await editor?.screenshot(`at-the-end-of-${test.replace(/\W+/g, '-')}`);
	});
	afterAll(async () => {
		await editor?.close();
		await server?.process.stop();
		n8n?.remove();
	});
	return { server: () => server, editor: () => editor };
}
