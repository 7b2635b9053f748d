/** Shared by the engine tests of example workflows that start with an event: a gateway, and requests of agents. */
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

/** The stricter gateway: a session acts only for its own agent. */
export const gateway = useGateway({ switches: { guidScope: 'own', noteEvent: 'note' } });

let send: SendRaw;

beforeAll(async () => {
	send = await openRawSender(gateway);
});

export const credentials = () => ({ [CREDENTIAL_ID]: credentialFor(gateway(), '31000') });

/** Sends a request in the agent's own session. */
export const act = async (id: string, path: string) =>
	await send('POST', `/onlineagent/${id}/${path}`, { guid: gateway().agent(id).guid });

export const writeNote = async (from: string, to: string, content: string) =>
	await send('POST', `/onlineagent/${from}/sendnoteletex`, {
		guid: gateway().agent(from).guid,
		body: { agentIds: [Number(to)], content },
	});
