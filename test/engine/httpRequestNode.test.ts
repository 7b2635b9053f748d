/** n8n's HTTP Request node with the credential: operations without a node of their own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import {
	CREDENTIAL_ID,
	credentialFor,
	oneNode,
	type OnError,
	runNode,
	useGateway,
} from '../support/nodeRunner';
import { execute } from '../support/engine';
import { fastClock, advance, useFastClock } from '../support/fastClock';
import type { Flow } from '../support/n8n';
import { serviceAgentsOf } from '../support/serviceAgents';

interface CallOptions {
	body?: object;
	options?: IDataObject;
	onError?: OnError;
}

/** A workflow of one HTTP Request node. */
function httpRequest(
	method: string,
	url: string,
	{ body, options = {}, onError }: CallOptions = {},
): Flow {
	const parameters = {
		method,
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'ccGatewayApi',
		sendHeaders: true,
		headerParameters: {
			parameters: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
		},
		...(body ? { sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(body) } : {}),
		options,
	};
	return oneNode('', parameters, onError, {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
	});
}

const run = async (
	flow: Flow,
	credential: ICredentialDataDecryptedObject,
	rows: IDataObject[] = [{}],
) =>
	await execute(flow, {
		pinData: { Rows: rows },
		credentials: { [CREDENTIAL_ID]: credential },
	});

describe('with a Guid', () => {
	const gateway = useGateway();
	const runIt = async (server: string, fields: IDataObject = {}, options: IDataObject = {}) =>
		await run(
			httpRequest('GET', `${server}/agentgateway/resource/onlineagent/31001/agentstatus`, {
				options,
			}),
			credentialFor(gateway(), '31001', fields),
		);

	it('sends other calls of the gateway with Guid and trusted authority', async () => {
		const { json, error } = await runIt(gateway().url);
		expect(error).toBeUndefined();
		expect(json('Node')[0]).toMatchObject({ retcode: '0', result: { agentState: 4 } });
	});

	it('cannot send the Guid to another server', async () => {
		const thief = await startSimulator({ tls: false });
		try {
			const { error } = await runIt(thief.url);
			expect(thief.requests).toHaveLength(0);
			expect(error?.message).toMatch(/may only be used for|another server/);
			gateway().faults.add({ kind: 'redirect', location: `${thief.url}/x` });
			await runIt(gateway().url);
			expect(thief.requests).toHaveLength(0);
		} finally {
			await thief.close();
		}
	});

	it('cannot disable the certificate check, which only the credential can', async () => {
		const { url } = gateway();
		const ignoring = { allowUnauthorizedCerts: true };
		const untrusted = await runIt(url, { trustedCa: '' }, ignoring);
		expect(gateway().requests).toHaveLength(0);
		expect(untrusted.error?.message).toMatch(/certificate/);
		expect((await runIt(url, {}, ignoring)).error).toBeUndefined();
		const ignored = { trustedCa: '', ignoreTlsIssues: true };
		expect((await runIt(url, ignored)).error).toBeUndefined();
	});

	it('cannot use a proxy of its own, which would receive the Guid', async () => {
		const plain = await startSimulator({ tls: false });
		let received = 0;
		const proxy = createServer((_request, response) => {
			received++;
			response.end('{}');
		}).listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const { port } = proxy.address() as AddressInfo;
		try {
			const { error } = await runIt(
				plain.url,
				{ gatewayUrl: plain.url },
				{ proxy: `http://127.0.0.1:${port}` },
			);
			expect(received).toBe(0);
			expect(error?.message).toMatch(/^The request names a proxy of its own/);
		} finally {
			proxy.close();
			await plain.close();
		}
	});
});

describe('with an agent who signs in', () => {
	const gateway = useGateway({
		clock: fastClock,
		switches: { guidScope: 'vdn', cookiesRequired: true },
	});
	const { serviceAgent, agents, requestsTo, signIns } = serviceAgentsOf(gateway);
	const limits = { agentId: '={{ $json.agent }}', mediaType: '1', callnums: 2 };
	const call = (method: string, path: string, options: CallOptions = {}) =>
		httpRequest(method, `${gateway().url}/agentgateway/resource${path}`, {
			onError: 'continueRegularOutput',
			...options,
		});

	it('opens the session and shares it', async () => {
		const { id, credential } = serviceAgent();
		const flow = call('GET', `/onlineagent/${id}/agentstatus`);
		for (const _ of [1, 2]) {
			// Stays within the limit of five queries in two seconds.
			const { json } = await run(flow, credential, [{}, {}]);
			expect(json('Node').map(({ retcode }) => retcode)).toEqual(['0', '0']);
		}
		await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], { credential });
		expect(signIns()).toBe(1);
	});

	it('does not resend a call that failed in transit', async () => {
		const { id, credential } = serviceAgent();
		await run(call('GET', `/onlineagent/${id}/agentstatus`), credential);
		gateway().faults.add({ kind: 'status', status: 500, carriedOut: true });
		await run(call('POST', `/onlineagent/${id}/saybusy?reason=201&prolong=true`), credential);
		expect(requestsTo('sayBusy')).toHaveLength(1);
		expect(signIns()).toBe(1);
	});

	describe('with a fast clock', () => {
		useFastClock(20);

		/** Sends a note that the gateway carries out without answering. */
		const hangingNote = async (credential: ICredentialDataDecryptedObject, timeout: number) => {
			const { agentId } = credential;
			gateway().faults.add({ kind: 'stall', operation: 'sendNoteletEx', times: 1 });
			await run(
				call('POST', `/onlineagent/${agentId as string}/sendnoteletex`, {
					body: { agentIds: [31_001], content: 'x' },
					options: { timeout },
				}),
				credential,
			);
		};

		it('sends a note once although the Guid is replaced while it hangs', async () => {
			const { credential } = serviceAgent();
			await runNode('setSessionLimit', limits, agents(1), { credential });
			advance(52_000);
			const note = hangingNote(credential, 55_000);
			while (requestsTo('sendNoteletEx').length === 0) await pause(1);
			advance(8_000);
			await runNode('setSessionLimit', limits, agents(1, 34_500), { credential });
			await note;
			expect(gateway().agent('31001').inbox).toHaveLength(1);
		}, 60_000);

		it('sends a note once although the session grows too old while it hangs', async () => {
			const { credential } = serviceAgent();
			await runNode('setSessionLimit', limits, agents(1), { credential });
			advance(90_000);
			await hangingNote(credential, 60_000);
			expect(gateway().agent('31001').inbox).toHaveLength(1);
		}, 60_000);

		it('does not lock an account with a wrong password', async () => {
			const { id, credential } = serviceAgent({}, { password: 'wrong' });
			for (let round = 0; round < 6; round++) {
				await run(call('GET', `/onlineagent/${id}/agentstatus`), credential);
				advance(30_000);
			}
			expect(signIns()).toBe(1);
		}, 60_000);
	});
});
