/** The work of an analyst in n8n's editor, in a browser. */
import { credentialFor, oneNode, useGateway } from '../support/nodeRunner';
import { isTrigger, NODES } from '../support/nodeList';
import type { Locator } from 'playwright-core';
import { describeWith } from './support/debian';
import { rows } from './support/flows';
import { useEditor } from './support/useEditor';
import { waitFor } from './support/waitFor';

const ALL = NODES.filter(({ description }) => !isTrigger(description)).map(
	({ description }) => description.displayName,
);

describeWith(['chromium'], 'the editor', () => {
	const gateway = useGateway({ switches: { guidScope: 'vdn' } });
	const { server, editor } = useEditor('editor');

	it("finds the nodes by an analyst's words", async () => {
		await editor().newWorkflow();
		await editor().searchNodes('busy', ['CC-Gateway Set Busy']);
		await editor().screenshot('search-busy');
		await editor().searchNodes('note', ['CC-Gateway Send Note']);
		await editor().searchNodes('contact center', ALL);
		// n8n omits the word from a trigger's name.
		await editor()
			.by('node-creator-item-name')
			.getByText('CC-Gateway Agent Event', { exact: true })
			.waitFor();
		await editor().screenshot('search-contact-center');
		for (const [word, ...names] of [
			['supervisor', 'Force Busy', 'Insert Into Call'],
			['whisper', 'Insert Into Call'],
			['announcement', 'Send Note'],
			['capacity', 'Set Session Limit'],
			['rota', 'Start Rest', 'End Rest'],
			['华为', 'Send Note', 'Set Busy', 'Force Idle'],
			['示忙', 'Set Busy', 'Force Busy'],
			['示闲', 'Set Idle', 'Force Idle'],
			['便签', 'Send Note'],
			['休息', 'Start Rest', 'End Rest', 'Force Rest'],
			['插入', 'Insert Into Call', 'End Insert'],
			['会话数', 'Set Session Limit'],
		] as const) {
			await editor().searchNodes(
				word,
				names.map((name) => `CC-Gateway ${name}`),
			);
		}
		await editor().screenshot('search-chinese');
	});

	it('adds a node, creates and tests a credential, and executes the step', async () => {
		const { page } = editor();
		await editor().newWorkflow();
		await editor().addNode('CC-Gateway Set Busy');
		for (const label of ['Agent ID', 'Busy Reason', 'Replace Current Reason']) {
			await editor().by('node-parameters').getByText(label, { exact: true }).first().waitFor();
		}

		await page
			.getByRole('button', { name: /^(Connect to|Set up credential)/ })
			.first()
			.click();
		const dialog = editor().by('editCredential-modal');
		await dialog.waitFor();
		const fields = credentialFor(gateway(), '31001');
		const fill = async (name: string, text: string) => {
			const field = dialog.getByTestId(`parameter-input-${name}`);
			await field.locator('input, textarea').first().fill(text);
		};
		for (const name of ['gatewayUrl', 'agentId', 'trustedCa', 'busyReasons']) {
			await fill(name, fields[name] as string);
		}
		await fill('guid', 'not-the-guid.AgentGateway1');
		await dialog.getByTestId('credential-save-button').click();
		await dialog.getByText('More details').click();
		await dialog.getByText(/does not accept the Guid for this agent/).waitFor();
		await editor().screenshot('credential-refused');

		gateway().requests.length = 0;
		await fill('guid', fields.guid as string);
		await dialog.getByTestId('credential-save-button').click();
		// n8n tests a credential when saving it, and closes the dialog if the test succeeds.
		await dialog.waitFor({ state: 'hidden' });
		expect(gateway().requests[0]).toMatchObject({
			path: '/onlineagent/31001/agentstatus',
			retcode: '0',
		});
		await editor().by('credential-edit-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await editor().screenshot('credential-tested');
		await dialog.getByTestId('close-button').or(dialog.getByLabel('Close')).first().click();
		await dialog.waitFor({ state: 'hidden' });

		await editor().by('rlc-input').click();
		const options = editor().by('rlc-item');
		await options.filter({ hasText: 'Lunch (201)' }).waitFor();
		expect((await options.allInnerTexts()).slice(0, 3).map((text) => text.trim())).toEqual([
			'No Reason',
			'Lunch (201)',
			'Team meeting (202)',
		]);
		await editor().screenshot('busy-reasons');
		await options.filter({ hasText: 'Lunch (201)' }).click();

		await editor().executeStep();
		await waitFor('the agent to be busy', () => gateway().agent('31001').state === 'busy');
		const output = editor().by('output-panel');
		await output.getByText('accepted').first().waitFor();
		await editor().screenshot('executed');
		expect(gateway().agent('31001').busyReason).toBe(201);
		await editor().closeNode();
	});

	it('builds a first note by hand with at most 15 clicks', async () => {
		const { page } = editor();
		// As after `npm start`, which imports credentials.
		for (const name of ['Service agent', 'Another one']) {
			await server().rest.addCredential(name, credentialFor(gateway()));
		}
		const clicks: string[] = [];
		const click = async (what: string, where: Locator) => {
			clicks.push(what);
			await where.first().click();
		};
		await page.goto(server().url);
		await click('Create workflow', page.getByRole('button', { name: /^Create workflow$/i }));
		await click('Add first step', editor().by('canvas-add-button'));
		await click('Trigger manually', page.getByText('Trigger manually', { exact: true }));
		await click('the plus behind it', editor().by('canvas-handle-plus'));
		await editor().searchNodes('send note', ['CC-Gateway Send Note']);
		const found = editor().by('node-creator-item-name').filter({ hasText: 'CC-Gateway Send Note' });
		await click('CC-Gateway Send Note', found);
		await click('Add to workflow', page.getByRole('button', { name: 'Add to workflow' }));
		await editor().by('ndv').waitFor();
		const credential = editor().by('node-credentials-select');
		if (!(await credential.getByText('Service agent').isVisible())) {
			await click('the list of credentials', credential);
			await click('one of them', page.getByText('Service agent', { exact: true }));
		}
		for (const [name, text] of [
			['agentIds', '31001, 31002'],
			['content', 'The first note.'],
		] as const) {
			const field = editor().parameter(name).locator('input, textarea');
			await click(name, field);
			await field.first().fill(text);
		}
		await click('Execute step', editor().by('node-execute-button'));
		await waitFor('the notes', () => gateway().agent('31002').inbox.length === 1);
		await editor().by('output-panel').getByText('accepted').first().waitFor();
		await editor().screenshot('first-note');
		await editor().closeNode();
		console.log(`${clicks.length} clicks: ${clicks.join(', ')}`);
		expect(clicks.length).toBeLessThanOrEqual(15);
	});

	it('offers the custom statuses of the site in a list', async () => {
		const credentials = await server().rest.addCredential('Statuses', credentialFor(gateway()));
		const flow = rows(
			[{ agent: '31001' }],
			oneNode('setCustomStatus', { agentId: '={{ $json.agent }}' }, 'stopWorkflow', {
				credentials,
			}),
		);
		await editor().openWorkflow(await server().rest.addWorkflow('Statuses', flow));
		await editor().openNode('Node');
		await editor().by('rlc-input').click();
		const entries = editor().by('rlc-item');
		await entries.filter({ hasText: 'Coaching (101)' }).waitFor();
		expect((await entries.allInnerTexts()).map((text) => text.trim())).toEqual([
			'Back office (100)',
			'Coaching (101)',
		]);
		await editor().screenshot('custom-statuses');
		await entries.filter({ hasText: 'Coaching (101)' }).click();
		await editor().closeNode();
		await editor().by('canvas-node').getByText('Status: Coaching (101)', { exact: true }).waitFor();
		await editor().screenshot('word-under-the-node');
	});

	it('shows a refused item on the error branch', async () => {
		const credentials = await server().rest.addCredential('Branches', credentialFor(gateway()));
		const flow = rows(
			[{ agent: '31001' }, { agent: '31007' }, { agent: '31002' }],
			oneNode('setBusy', { agentId: '={{ $json.agent }}', reason: 202 }, 'continueErrorOutput', {
				credentials,
			}),
		);
		await editor().openWorkflow(await server().rest.addWorkflow('Branches', flow));
		await editor().by('execute-workflow-button').first().click();
		await waitFor('the requests', () => gateway().requests.length === 3);
		await editor().openNode('Node');
		const output = editor().by('output-panel');
		await output
			.getByText('Of 3 items: 2 accepted, 1 rejected: not signed in (100-006).')
			.waitFor();
		await output.getByText('Error Branch (1 item)').click();
		await output
			.getByText(/Agent 31007 was not set busy/)
			.first()
			.waitFor();
		await editor().screenshot('error-branch');
		await output.getByText('Success Branch (2 items)').click();
		await output.getByText('31002').first().waitFor();
		await editor().closeNode();
	});

	it('shows the icons of the light and of the dark theme', async () => {
		for (const theme of ['light', 'dark'] as const) {
			await editor().page.emulateMedia({ colorScheme: theme });
			await editor().newWorkflow();
			await editor().searchNodes('CC-Gateway', ALL);
			const icons = editor().by('node-creator-node-item').locator('img');
			await icons.first().waitFor();
			const pictures = await icons.evaluateAll((images) =>
				(images as HTMLImageElement[]).map(({ src, naturalWidth }) => ({ src, naturalWidth })),
			);
			await editor().screenshot(`icons-${theme}`);
			expect(pictures.length).toBeGreaterThanOrEqual(ALL.length);
			for (const { src, naturalWidth } of pictures) {
				expect(src).toMatch(theme === 'dark' ? /\/[A-Za-z]+\.dark\.svg$/ : /\/[A-Za-z]+\.svg$/);
				expect(naturalWidth).toBeGreaterThan(0);
			}
			expect(new Set(pictures.map(({ src }) => src)).size).toBeGreaterThanOrEqual(ALL.length);
		}
		expect(editor().notFound.filter((address) => address.includes('cc-gateway'))).toEqual([]);
	});
});
