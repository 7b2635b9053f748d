/** The panels of the nodes and of the credential. */
import type { IDataObject, INode } from 'n8n-workflow';
import { credentialFor, oneNode, useGateway } from '../support/nodeRunner';
import type { Flow } from '../support/n8n';
import { agentWithTool } from '../support/toolCall';
import { NEXT, TRIGGER, triggerFlow } from '../support/triggerFlow';
import { describeWith } from './support/debian';
import { rows } from './support/flows';
import { useEditor } from './support/useEditor';
import { waitFor } from './support/waitFor';

describeWith(['chromium'], 'the panels', () => {
	const gateway = useGateway({ switches: { guidScope: 'vdn' } });
	const { server, editor } = useEditor('panels');

	/** Opens the panel of a node of the package, in a new workflow. */
	const open = async (
		type: string,
		parameters: IDataObject,
		{ node = {}, fields = {} }: { node?: Partial<INode>; fields?: IDataObject } = {},
	) => {
		const credentials = await server().rest.addCredential(
			type,
			credentialFor(gateway(), '31000', fields),
		);
		const flow = oneNode(type, parameters, 'stopWorkflow', { credentials, ...node });
		const id = await server().rest.addWorkflow(type, rows([{ agent: '31001' }], flow));
		await editor().openWorkflow(id);
		await editor().openNode('Node');
		return id;
	};

	it('of the credential is found by "huawei", and explains each mode', async () => {
		const { page } = editor();
		await page.goto(`${server().url}/home/credentials/create`);
		const search = editor().by('new-credential-type-select').locator('input');
		await search.fill('huawei');
		await page
			.getByRole('option', { name: 'CC-Gateway (Huawei Cloud AICC) API' })
			.or(editor().by('new-credential-type-select-option').filter({ hasText: 'CC-Gateway' }))
			.first()
			.click();
		await editor().by('new-credential-type-button').click();
		const dialog = editor().by('editCredential-modal');
		await dialog.getByText('Good for two minutes in most centres').waitFor();
		await editor().screenshot('credential-guid');
		for (const [mode, notice] of [
			['Guid per Item', 'Every item brings the current Guid of its own agent.'],
			['Sign In as an Agent', 'For all that runs by itself.'],
		] as const) {
			await dialog.getByTestId('parameter-input-authentication').click();
			await page.getByRole('option').filter({ hasText: mode }).first().click();
			await dialog.getByText(notice).waitFor();
			await editor().screenshot(`credential-${mode.replaceAll(' ', '-')}`);
			expect(await dialog.getByText('Good for two minutes').isVisible()).toBe(false);
		}
	});

	it('of Send Note asks for recipients, text and sender, and for a text', async () => {
		await open('sendNote', { agentIds: '31001' });
		const labels = editor().by('node-parameters').locator('[data-test-id="input-label"]');
		const shown = (await labels.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
		await editor().screenshot('send-note');
		expect(shown.slice(0, 3)).toEqual(['Recipient Agent IDs', 'Content', 'Sender Agent ID']);
		await editor().executeStep();
		await editor().page.getByText('Parameter "Content" is required').first().waitFor();
		await editor().screenshot('send-note-without-content');
		expect(gateway().requests).toHaveLength(0);
		await editor().closeNode();
	});

	/** The labels of the fields, from top to bottom. */
	const labels = async (): Promise<string[]> => {
		const all = editor().by('node-parameters').locator('[data-test-id="input-label"]');
		return (await all.allInnerTexts()).map((text) => text.trim().split('\n')[0] ?? '');
	};

	it.each<[type: string, parameters: IDataObject, fields: string[]]>([
		['forceBusy', {}, ['Agent ID to Set Busy', 'Inspector Agent ID']],
		['findAgents', {}, ['Queues', 'Skill Queue', 'Agent States', 'Simplify', 'Asking Agent ID']],
		[
			'adjustSkillQueues',
			{},
			[
				...['Agent ID to Change', 'Change', 'Skill Queue Names or IDs', 'Allow No Queues'],
				'Inspector Agent ID',
			],
		],
		['setSessionLimit', {}, ['Agent ID', 'Media Type', 'Maximum Sessions']],
	])('of %s begins with its main fields: %j', async (type, parameters, fields) => {
		await open(type, parameters);
		await editor()
			.by('node-parameters')
			.getByText(fields[0] ?? '')
			.first()
			.waitFor();
		await editor().screenshot(type);
		expect((await labels()).slice(0, fields.length)).toEqual(fields);
		await editor().closeNode();
	});

	it.each(['setBusy', 'setIdle', 'startRest', 'endRest', 'setCustomStatus', 'setSessionLimit'])(
		'of %s says in at most three lines for whom it usually acts, and what to use for others',
		async (type) => {
			await open(type, {});
			const notice = editor()
				.by('node-parameters')
				.getByText(
					"A session usually acts only for the credential's agent. For other agents, use ",
				);
			await notice.waitFor();
			await editor().screenshot(`notice-${type}`);
			const heights = await notice.evaluate((element) => [
				element.getBoundingClientRect().height,
				parseFloat(getComputedStyle(element).lineHeight),
			]);
			expect(Math.round((heights[0] ?? 0) / (heights[1] ?? 1))).toBeLessThanOrEqual(3);
			await editor().closeNode();
		},
	);

	it('of Set Custom Status shows the source of words in an empty list, with no value to choose', async () => {
		await open('setCustomStatus', {}, { fields: { customStatuses: '' } });
		await editor().by('rlc-input').click();
		const entry = editor().by('rlc-item').filter({ hasText: 'No words yet' });
		await entry.waitFor();
		await editor().screenshot('no-words');
		await entry.click();
		await editor().screenshot('no-words-chosen');
		expect(await editor().by('rlc-input').inputValue()).toBe('');
		await editor().closeNode();
	});

	it('of Set Busy has two ways to give the reason', async () => {
		await open('setBusy', { agentId: '31001' });
		const input = editor().by('rlc-input');
		expect(await input.inputValue()).toBe('No Reason');
		await editor().by('rlc-mode-selector').click();
		await editor().by('mode-code').click();
		await editor().screenshot('set-busy-by-code');
		await input.fill('lunch');
		await editor().executeStep();
		await waitFor('the agent to be busy', () => gateway().agent('31001').busyReason === 201);
		await editor().screenshot('set-busy-done');
		await editor().closeNode();
	});

	it('of Set Busy saved by version 0.1.0 is unchanged', async () => {
		await open('setBusy', { agentId: '31001', reason: 202 }, { node: { typeVersion: 1 } });
		await editor().by('node-parameters').getByText('Busy Reason Name or ID').first().waitFor();
		const input = editor().parameter('reason').locator('input');
		await waitFor('the word', async () => (await input.inputValue()) === 'Team meeting (202)');
		await editor().screenshot('set-busy-0.1.0');
		expect(await editor().by('rlc-input').count()).toBe(0);
		await editor().executeStep();
		await waitFor('the agent to be busy', () => gateway().agent('31001').busyReason === 202);
		await editor().closeNode();
	});

	it('of Set Busy as a tool lets the model define the reason', async () => {
		const credentials = await server().rest.addCredential('Tool', credentialFor(gateway()));
		const agent = {
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3.1,
			parameters: {},
		};
		const flow = agentWithTool(
			agent,
			'setBusy',
			{ agentId: '31001' },
			{ credentials, position: [200, 300] },
		);
		const id = await server().rest.addWorkflow('Tool', flow);
		await editor().openWorkflow(id);
		await editor().openNode('Node');
		// One button per field that a model may fill: agent, reason, and the switch to replace the current reason.
		await editor().by('from-ai-override-button').nth(1).click();
		await editor().by('node-parameters').getByText('Defined automatically by the model').waitFor();
		await editor().screenshot('tool-reason');
		await editor().closeNode();
		await editor().page.keyboard.press('Control+s');
		const saved = await waitFor('the workflow to be saved', async () => {
			const { nodes } = await server().rest.ask<Flow>('GET', `/workflows/${id}`);
			return nodes.find(({ name }) => name === 'Node')?.parameters.reason;
		});
		expect(saved).toMatchObject({
			__rl: true,
			value: expect.stringContaining("$fromAI('Busy_Reason'") as string,
		});
	});

	it.each([
		['ccGatewayTrigger', { events: ['noteReceived'] }, 'text'],
		['ccGatewayQueueTrigger', { queues: 'chosen', skillIds: [11] }, 'reasons'],
	] as const)(
		'of a node behind %s shows the fields of a test before the first event',
		async (type, parameters, wanted) => {
			const credentials = await server().rest.addCredential('Trigger', credentialFor(gateway()));
			const flow = triggerFlow(parameters, [NEXT], credentials);
			const trigger = flow.nodes.find(({ name }) => name === TRIGGER)!;
			trigger.type = `n8n-nodes-cc-gateway.${type}`;
			await editor().openWorkflow(await server().rest.addWorkflow(type, flow));
			const field = editor().by('run-data-schema-item').getByText(wanted, { exact: true });
			await editor().openNode(NEXT.name);
			await editor().screenshot(`${type}-before-a-test`);
			expect(await field.count()).toBe(0);
			await editor().closeNode();

			await editor().openNode(TRIGGER);
			if (type === 'ccGatewayTrigger') {
				await editor().parameter('testEvent').click();
				await editor().page.getByRole('option').filter({ hasText: 'Sample' }).click();
			}
			await editor().screenshot(`${type}-panel`);
			await editor().executeStep();
			await editor().by('output-panel').getByText('1 item').waitFor();
			await editor().closeNode();
			await editor().openNode(NEXT.name);
			await field.first().waitFor();
			await editor().screenshot(`${type}-after-a-test`);
			await editor().closeNode();
		},
	);
});
