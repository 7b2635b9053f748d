import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate, TEST_HEADER, TIMEOUT } from '../gateway/session/authenticate';
import { preAuthenticate } from '../gateway/session/preAuthenticate';
import { RETCODES } from '../gateway/answer/retcodes';
import { GUID_LIFETIME_RANGE } from '../gateway/values/settings';

/** Those that the gateway may answer to the question for an agent's status. */
const POSSIBLE = [...RETCODES].filter(([code]) => /^(000|100|105|999)-/.test(code));

const SESSION_CODES = POSSIBLE.filter(([, entry]) => entry.class === 'session').map(
	([code]) => code,
);

/** Codes for which the test has words of its own. */
const TOLD_APART = [...SESSION_CODES, '000-002'];

export class CcGatewayApi implements ICredentialType {
	name = 'ccGatewayApi';

	displayName = 'CC-Gateway API';

	icon: Icon = { light: 'file:../icons/ccGateway.svg', dark: 'file:../icons/ccGateway.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-cc-gateway/n8n-nodes-cc-gateway/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Gateway URL',
			name: 'gatewayUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://cc.example.com:8043',
			description:
				"Address of the CC-Gateway, or of the load balancer in front of it. A trailing '/agentgateway' or '/agentgateway/resource' does not matter.",
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Guid',
					value: 'guid',
					description: 'Use one agent session for all items',
				},
				{
					name: 'Guid per Item',
					value: 'guidPerItem',
					description: 'Use the Guid that each item brings along, one per agent',
				},
				{
					name: 'Sign In as an Agent',
					value: 'signIn',
					description: 'Sign a service agent in, and keep its session alive while workflows run',
				},
			],
			default: 'guid',
			description: "Whose session the gateway's operations run in",
		},
		{
			displayName: 'Agent ID',
			name: 'agentId',
			type: 'string',
			required: true,
			displayOptions: { show: { authentication: ['guid', 'signIn'] } },
			default: '',
			placeholder: 'e.g. 31001',
			description:
				'The agent whose session it is. Nodes act for this agent when their own agent ID is left empty.',
		},
		{
			displayName: 'Guid',
			name: 'guid',
			type: 'string',
			typeOptions: { password: true, ignoreCredentialExpressionResolveError: true },
			required: true,
			displayOptions: { show: { authentication: ['guid'] } },
			default: '',
			placeholder: 'e.g. JSESSIONID=….AgentGateway0',
			description:
				"The agent's session, as the gateway gives it at sign-in. With or without 'JSESSIONID=' in front. It is often good for two minutes only.",
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			displayOptions: { show: { authentication: ['signIn'] } },
			default: '',
			description:
				'The password of the agent. Use an agent that no person signs in with: one agent has one session.',
		},
		{
			displayName: 'Phone Number',
			name: 'phonenum',
			type: 'string',
			required: true,
			displayOptions: { show: { authentication: ['signIn'] } },
			default: '',
			placeholder: 'e.g. 6001',
			description:
				'The phone or softphone number that the gateway binds to the agent at sign-in. The agent is signed in as busy, so that no call is routed to it.',
		},
		{
			displayName: 'Take Over the Session',
			name: 'takeOver',
			type: 'boolean',
			displayOptions: { show: { authentication: ['signIn'] } },
			default: false,
			description:
				'Whether to end the session of whoever is signed in with this agent ID, a person in the middle of a call included. If off, workflows wait up to two minutes for that session to end. The Test button never ends a session.',
		},
		{
			displayName: 'Guid Lifetime (Seconds)',
			name: 'guidLifetime',
			type: 'number',
			typeOptions: { minValue: GUID_LIFETIME_RANGE.min, maxValue: GUID_LIFETIME_RANGE.max },
			displayOptions: { show: { authentication: ['signIn'] } },
			default: 120,
			description:
				"How long the gateway honours a Guid: its setting GUIDTIMEOUT. Change it only if the gateway's administrator says so.",
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Guid Field',
			name: 'guidField',
			type: 'string',
			displayOptions: { show: { authentication: ['guidPerItem'] } },
			default: 'guid',
			placeholder: 'e.g. guid',
			description:
				'Name of the item field that holds the Guid. n8n stores items with the execution, Guids included.',
		},
		{
			displayName: 'Trusted CA',
			name: 'trustedCa',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'Certificate of the authority that signed the certificate of the gateway, as PEM text. Leave empty if it is a public one.',
		},
		{
			displayName: 'Ignore TLS Issues (Insecure)',
			name: 'ignoreTlsIssues',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the certificate of the gateway cannot be checked. Anybody on the way could then read the Guid: prefer Trusted CA.',
		},
		{
			displayName: 'Busy Reasons',
			name: 'busyReasons',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '201 Lunch',
			description:
				"Your site's words for the busy reasons 200 to 250, one per line, the code first. They label the dropdown, and items may use them instead of the code.",
		},
		{
			displayName: 'Rest Reasons',
			name: 'restReasons',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '1 Lunch',
			description:
				"Your site's words for the rest reasons 0 to 255, one per line, the code first. They label the list, and items may use them instead of the code.",
		},
		{
			displayName: 'Custom Statuses',
			name: 'customStatuses',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '100 Back office',
			description:
				"Your site's words for the custom statuses 0 to 65534, one per line, the code first. They label the list, and items may use them instead of the code.",
		},
	];

	/** Signs in, in the mode that asks for it; n8n stores what it returns. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ sessionToken?: string }> {
		return await preAuthenticate(
			credentials,
			async (options) => (await this.helpers.httpRequest(options)) as unknown,
		);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials, requestOptions);

	/**
	 * Asks for the agent's own status: the cheapest request that proves address, certificate and
	 * Guid. n8n can only compare single values of an answer, so the codes stand here one by one.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			baseURL: '={{ $credentials.gatewayUrl }}',
			url: "=/onlineagent/{{ $credentials.authentication === 'guidPerItem' ? '101' : $credentials.agentId.toString().trim() }}/agentstatus",
			headers: { 'Content-Type': 'application/json; charset=UTF-8', [TEST_HEADER]: 'yes' },
			timeout: TIMEOUT,
		},
		// n8n's type wants rules of one kind only, n8n itself takes any.
		rules: [
			...SESSION_CODES.map((retcode) => ({
				type: 'responseSuccessBody' as const,
				properties: {
					key: 'retcode',
					value: retcode,
					message: `The gateway answered, but does not accept the Guid for this agent (${retcode}). In the mode 'Guid', sign the agent in and paste its current Guid: most gateways replace it every minute and forget it after two. In the mode 'Guid per Item' this answer is expected, as there is no Guid to test with: address and certificate are fine. In the mode 'Sign In as an Agent', somebody else may be using the agent ID.`,
				},
			})),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'retcode',
					value: '000-002',
					message:
						'The gateway answered, but does not accept the agent ID (000-002). Check the agent ID.',
				},
			},
			...POSSIBLE.filter(([code]) => !TOLD_APART.includes(code)).map(
				([code, { meaning, remedy }]) => ({
					type: 'responseSuccessBody' as const,
					properties: {
						key: 'retcode',
						value: code,
						message: `The gateway answered, but did not tell the agent's status (${code}): ${meaning}. ${remedy}`,
					},
				}),
			),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'retcode',
					value: undefined,
					message:
						'A server answered, but it is not a CC-Gateway. Check host and port of the Gateway URL; a proxy or sign-in page may be in the way.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'A server answered, but has no CC-Gateway at this address. Check the Gateway URL. Older gateways also answer so for agent IDs above 59999.',
				},
			},
			...[301, 302, 303, 307, 308].map((status) => ({
				type: 'responseCode' as const,
				properties: {
					value: status,
					message: `The server points to another address (HTTP ${status}). Check the Gateway URL: redirects are never followed, because that would hand the Guid to another server.`,
				},
			})),
		] as ICredentialTestRequest['rules'],
	};
}
