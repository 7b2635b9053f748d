/** Service agents that the package signs in, and their requests at the simulator. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { AgentSetup, RecordedRequest, Simulator } from '../../simulator';

/** The password of all service agents in tests. */
export const PASSWORD = 'c4n4ry-Pa55w0rd';

/** A session in the credential. */
export interface StoredSession {
	guid: string;
	cookies: string;
	agentId: string;
	renewedAt: number;
}

export const storedSession = ({ sessionToken }: ICredentialDataDecryptedObject): StoredSession =>
	JSON.parse(sessionToken as string) as StoredSession;

/** The fields of a credential that signs a service agent in. */
export const signInCredential = (
	{ url, ca }: Pick<Simulator, 'url' | 'ca'>,
	agentId: string,
	fields: IDataObject = {},
): ICredentialDataDecryptedObject => ({
	gatewayUrl: url,
	authentication: 'signIn',
	agentId,
	password: PASSWORD,
	phonenum: '6900',
	trustedCa: ca,
	...(fields as ICredentialDataDecryptedObject),
});

/** Session caches outlive a test, so every test uses another agent. */
let nextServiceAgent = 33_000;

export function serviceAgentsOf(gateway: () => Simulator) {
	const made = new Set<string>();
	/** Requests of this test only, because a poll of an earlier test's service agent may arrive late. */
	const requestsTo = (...operations: Array<RecordedRequest['operation']>) => {
		const there = new Set(
			gateway()
				.agents()
				.map(({ id }) => id),
		);
		return gateway().requests.filter(
			({ operation, agentId }) =>
				operations.includes(operation) &&
				(agentId === undefined || there.has(agentId) || !made.has(agentId)),
		);
	};
	return {
		/** A new service agent, not yet signed in, and its credential. */
		serviceAgent: (setup: Partial<AgentSetup> = {}, fields: IDataObject = {}) => {
			const id = String(nextServiceAgent++);
			made.add(id);
			gateway().addAgent({ id, signedIn: false, password: PASSWORD, ...setup });
			return { id, credential: signInCredential(gateway(), id, fields) };
		},
		/** Rows of signed-in agents. */
		agents: (count: number, first = 34_000) => {
			const rows = Array.from({ length: count }, (_, index) => ({ agent: String(first + index) }));
			for (const { agent } of rows) gateway().addAgent({ id: agent });
			return rows;
		},
		requestsTo,
		/** Maximum number of concurrent polls. */
		pollsAtOnce: (): number => {
			const polls = requestsTo('getAgentEvent');
			return Math.max(
				...polls.map(
					({ startedAt }) =>
						polls.filter(
							(other) => other.startedAt <= startedAt && (other.endedAt ?? Infinity) > startedAt,
						).length,
				),
			);
		},
		signIns: () => requestsTo('login', 'forceLogin').length,
	};
}
