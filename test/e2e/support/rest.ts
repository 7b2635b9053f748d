/** The editor's requests to n8n's server. */
import { parse } from 'flatted';
import type {
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	IRunExecutionData,
	ITaskData,
} from 'n8n-workflow';
import type { Flow } from '../../support/n8n';
import type { Running } from './processes';
import { waitFor } from './waitFor';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olga',
	lastName: 'Owner',
	password: 'Nothing-Secret-1',
};

/** An execution stored by n8n. */
export interface StoredExecution {
	id: string;
	status: ExecutionStatus;
	/** The server's unparsed answer, to search for secrets. */
	raw: string;
	runs: (node: string) => ITaskData[];
	/** The items of a node's output (0 is the success branch, 1 the error branch) in its last run. */
	output: (node: string, branch?: number) => INodeExecutionData[];
	error: IRunExecutionData['resultData']['error'];
}

export class N8nRest {
	private cookie = '';

	constructor(
		private readonly url: string,
		private readonly process: Running,
	) {}

	private async send(method: string, path: string, body?: object): Promise<Response> {
		return await fetch(`${this.url}${path}`, {
			method,
			// n8n binds the cookie to the browser that signed in.
			headers: { 'content-type': 'application/json', 'browser-id': 'tests', cookie: this.cookie },
			body: body && JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
	}

	/** Sends a request below `/rest` and returns the answer's `data`. */
	async ask<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await this.send(method, `/rest${path}`, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text}`);
		const setCookie = response.headers.getSetCookie()[0];
		if (setCookie !== undefined) this.cookie = setCookie.split(';')[0] ?? '';
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Waits until the server is ready. */
	async ready(seconds?: number): Promise<void> {
		const isReady = async () => {
			this.process.mustRun();
			const { ok } = await this.send('GET', '/healthz/readiness');
			return ok && (await this.ask<object>('GET', '/settings'));
		};
		await waitFor('the n8n server', isReady, { seconds });
	}

	/** Sets up the owner, or signs in if there is one. */
	async setUpOwner(): Promise<void> {
		const { userManagement } = await this.ask<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.ask('POST', '/owner/setup', OWNER);
			return;
		}
		const { email, password } = OWNER;
		await this.ask('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** A file that the editor loads, such as `/types/nodes.json`. */
	async file(path: string): Promise<Response> {
		return await this.send('GET', path);
	}

	/** Tests a credential. The editor stores a credential before it tests it. */
	async testCredential(
		data: ICredentialDataDecryptedObject,
	): Promise<{ status: string; message: string }> {
		const { id } = (await this.addCredential('Test', data)).ccGatewayApi;
		return await this.ask('POST', '/credentials/test', {
			credentials: { id, name: 'Test', type: 'ccGatewayApi', data },
		});
	}

	/** Opens a stored credential in the editor, which tests it. */
	async openCredential(id: string): Promise<{ status: string; message: string }> {
		const { name, data } = await this.ask<{ name: string; data: object }>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		return await this.ask('POST', '/credentials/test', {
			credentials: { id, name, type: 'ccGatewayApi', data },
		});
	}

	/** Stores a credential. @returns the field `credentials` for a node that uses it */
	async addCredential<Type extends string = 'ccGatewayApi'>(
		name: string,
		data: ICredentialDataDecryptedObject,
		type = 'ccGatewayApi' as Type,
	): Promise<Record<Type, { id: string; name: string }>> {
		const { id } = await this.ask<{ id: string }>('POST', '/credentials', { name, type, data });
		return { [type]: { id, name } } as Record<Type, { id: string; name: string }>;
	}

	/** Stores a workflow. @returns its ID */
	async addWorkflow(name: string, flow: Flow): Promise<string> {
		const { nodes, connections, settings = {} } = flow;
		const body = { name, nodes, connections, settings, active: false };
		return (await this.ask<{ id: string }>('POST', '/workflows', body)).id;
	}

	/** Stores a workflow and activates it. The activation ends after the answer. @returns its ID */
	async addActive(name: string, flow: Flow): Promise<string> {
		const id = await this.addWorkflow(name, flow);
		await this.activate(id);
		return id;
	}

	/** Publishes a workflow. The activation ends after the answer. */
	async activate(id: string): Promise<void> {
		const { versionId, checksum } = await this.ask<{ versionId: string; checksum?: string }>(
			'GET',
			`/workflows/${id}`,
		);
		await this.ask('POST', `/workflows/${id}/activate`, { versionId, expectedChecksum: checksum });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.ask('POST', `/workflows/${workflowId}/deactivate`, {});
	}

	/** Stores a workflow that starts with a webhook, and activates it. */
	async addWebhook(path: string, flow: Flow): Promise<Webhook> {
		const id = await this.addActive(path, flow);
		const call = async (body: object) =>
			await fetch(`${this.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
		// The activation ends after the answer. This webhook accepts only POST, so a GET starts nothing.
		await waitFor(`the webhook ${path}`, async () => {
			const text = await (await fetch(`${this.url}/webhook/${path}`)).text();
			return text.includes('Did you mean to make a POST request');
		});
		return { workflowId: id, call };
	}

	/** IDs of a workflow's executions with one of the states; newest first. */
	async executions(workflowId: string, status: ExecutionStatus[]): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		const { results } = await this.ask<{ results: Array<{ id: string }> }>(
			'GET',
			`/executions?limit=100&filter=${filter}`,
		);
		return results.map(({ id }) => id);
	}

	/** Waits for a workflow's newest ended execution, which is stored after the webhook's answer. */
	async lastExecution({ workflowId }: Webhook): Promise<StoredExecution> {
		const id = await waitFor(`an execution of workflow ${workflowId}`, async () => {
			const [newest] = await this.executions(workflowId, ['success', 'error', 'canceled']);
			return newest;
		});
		return await this.execution(id);
	}

	async execution(id: string): Promise<StoredExecution> {
		const answer = await this.ask<{ status: ExecutionStatus; data: string }>(
			'GET',
			`/executions/${id}`,
		);
		const { resultData } = parse(answer.data) as IRunExecutionData;
		const runs = (node: string) => resultData.runData[node] ?? [];
		return {
			id,
			status: answer.status,
			raw: JSON.stringify(answer),
			runs,
			output: (node, branch = 0) => runs(node).at(-1)?.data?.main?.[branch] ?? [],
			error: resultData.error,
		};
	}

	/** Waits until an execution has ended, with any status. */
	async finished(id: string, seconds = 60): Promise<StoredExecution> {
		return await waitFor(
			`the end of execution ${id}`,
			async () => {
				const execution = await this.execution(id);
				return !['new', 'running', 'waiting'].includes(execution.status) && execution;
			},
			{ seconds, interval: 200 },
		);
	}
}

/** A workflow started by requests. */
export interface Webhook {
	workflowId: string;
	call: (body: object) => Promise<Response>;
}
