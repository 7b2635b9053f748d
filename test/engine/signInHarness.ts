/** Shared by the engine tests of the credential that signs an agent in: a gateway, service agents, a node. */
import { useGateway } from '../support/nodeRunner';
import { fastClock } from '../support/fastClock';
import { serviceAgentsOf } from '../support/serviceAgents';

export const gateway = useGateway({
	clock: fastClock,
	switches: { guidScope: 'vdn', cookiesRequired: true },
});

export const { serviceAgent, agents, requestsTo, signIns } = serviceAgentsOf(gateway);

export const limits = { agentId: '={{ $json.agent }}', mediaType: '1', callnums: 2 };
