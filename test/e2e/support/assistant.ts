/** An example with an assistant, imported into the real n8n, with a small server as its model. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, useGateway } from '../../support/nodeRunner';
import { type Example, exampleWorkflow } from '../../support/workflows';
import { type Model, startModel } from './model';
import { N8n, type Server } from './n8n';

/**
 * Starts a gateway, a model and an n8n with the example for the tests of a file.
 * @param example without its folder and extension
 * @param name of the installation, unique among the tests
 */
export function useAssistant(example: Example, name: string) {
	/** The stricter gateway: a session acts only for its own agent. */
	const gateway = useGateway({ switches: { guidScope: 'own' } });
	let n8n: N8n;
	let server: Server;
	let model: Model;
	let workflowId: string;

	beforeAll(async () => {
		model = await startModel();
		n8n = await N8n.install(name);
		server = await n8n.startServer();
		const { rest } = server;
		const { ccGatewayApi } = await rest.addCredential('Gateway', credentialFor(gateway()));
		const flow = exampleWorkflow(example, { credential: ccGatewayApi });
		const openAi = { apiKey: 'none', url: model.url };
		const credentials = await rest.addCredential('Model', openAi, 'openAiApi');
		const nodes = flow.nodes.map((node) =>
			node.name === 'Chat Model' ? { ...node, credentials } : node,
		);
		workflowId = await rest.addWorkflow('Assistant', { ...flow, nodes });
	});
	beforeEach(() => model.toolAnswers.splice(0));
	afterAll(async () => {
		await server?.process.stop();
		n8n?.remove();
		await model?.close();
	});

	return {
		gateway,
		rest: () => server.rest,
		model: () => model,
		/** Writes the model's calls into the chat, like the editor. @returns the execution's ID */
		write: async (
			calls: IDataObject[],
			sessionId = expect.getState().currentTestName ?? '',
		): Promise<string> => {
			const json = { sessionId, action: 'sendMessage', chatInput: JSON.stringify(calls) };
			const data = {
				...{ startTime: Date.now(), executionTime: 0, executionIndex: 0, source: [null] },
				...{ executionStatus: 'success', data: { main: [[{ json }]] } },
			};
			const { executionId } = await server.rest.ask<{ executionId: string }>(
				'POST',
				`/workflows/${workflowId}/run`,
				{ triggerToStartFrom: { name: 'When a Supervisor Writes', data } },
			);
			return executionId;
		},
	};
}
