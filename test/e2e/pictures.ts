/**
 * `npm run pictures`: retakes the pictures of the documentation, in the real n8n's editor and on the simulator's page,
 * after a run of the example 'Team busy with note'. Writes `docs/images/`.
 */
import { join } from 'node:path';
import { servePage, SERVICE_AGENT, startSimulator } from '../../simulator';
import { exampleWorkflow } from '../support/workflows';
import { Editor, openBrowser } from './support/browser';
import { filmFirstNote } from './firstNoteFilm';
import { N8n } from './support/n8n';
import { ROOT } from './support/places';
import { waitFor } from './support/waitFor';

const SIZE = { width: 1280, height: 760 };

const fileOf = (name: string): string => join(ROOT, 'docs', 'images', `${name}.png`);

async function main(): Promise<void> {
	const gateway = await startSimulator({ switches: { guidScope: 'own' } });
	const page = await servePage(gateway);
	const n8n = await N8n.install('pictures');
	const server = await n8n.startServer();
	try {
		const { ccGatewayApi } = await server.rest.addCredential('CC-Gateway simulator', {
			gatewayUrl: gateway.url,
			trustedCa: gateway.ca,
			authentication: 'signIn',
			agentId: SERVICE_AGENT.id,
			password: SERVICE_AGENT.password,
			phonenum: '6900',
		});
		const flow = exampleWorkflow('team-busy-with-note', {
			withNotes: true,
			credential: ccGatewayApi,
		});
		const editor = await Editor.open(server.url, n8n.folder);
		await editor.page.setViewportSize(SIZE);
		await editor.openWorkflow(await server.rest.addWorkflow('Team busy with note', flow));
		await editor.by('execute-workflow-button').first().click();
		await waitFor('the notes', () => gateway.agent('31001').inbox.length === 1);
		await editor.page.getByText('3 items').first().waitFor();
		// The example fails, and n8n shows a message over the canvas.
		await editor.page.locator('.el-notification__closeBtn').first().click();
		await editor.by('zoom-to-fit').click();
		await editor.page.waitForTimeout(1_000);
		await editor.page.screenshot({ path: fileOf('workflow') });

		await editor.openNode('Force Busy');
		const output = editor.by('output-panel');
		await output.getByText('Error Branch (1 item)').click();
		await output
			.getByText(/Agent 31007/)
			.first()
			.waitFor();
		await editor.page.getByText('Loading fields').waitFor({ state: 'hidden' });
		await editor.page.screenshot({ path: fileOf('error-branch') });
		await editor.close();

		const seen = await openBrowser(page.url, n8n.folder);
		await seen.page.setViewportSize(SIZE);
		await seen.page.goto(page.url);
		await seen.page.getByText('sendnoteletex').first().waitFor();
		await seen.page.screenshot({ path: fileOf('simulator-page') });
		await seen.browser.close();

		const stage = { gateway, pageUrl: page.url, n8n, server };
		await filmFirstNote(stage, join(ROOT, 'docs', 'images', 'first-note.webp'));
	} finally {
		await server.process.stop();
		n8n.remove();
		await page.close();
		await gateway.close();
	}
	console.log(
		'\nWritten: docs/images/workflow.png, error-branch.png, simulator-page.png and first-note.webp',
	);
}

main().catch((error: unknown) => {
	console.error(error);
	// An open browser would keep the process running.
	process.exit(1);
});
