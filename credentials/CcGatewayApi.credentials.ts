import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { authenticate, TEST_HEADER, TIMEOUT_MS } from '../gateway/credential/authenticate';
import { preAuthenticate } from '../gateway/credential/preAuthenticate';
import { GUID_LIFETIME_RANGE } from '../gateway/values/settings';

const OWN_AGENT =
	'The agent whose session it is. Nodes act for this agent when their own agent ID is left empty.';

export class CcGatewayApi implements ICredentialType {
	name = 'ccGatewayApi';

	displayName = 'CC-Gateway (Huawei Cloud AICC) API';

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
				"Address of the CC-Gateway, or of the load balancer in front of it, usually with port 8043, on Huawei's SaaS with port 28443. A trailing '/agentgateway' or '/agentgateway/resource' does not matter.",
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
			displayName:
				"Good for two minutes in most centres: for quick tests. For schedules choose 'Sign In as an Agent'.",
			name: 'guidNotice',
			type: 'notice',
			displayOptions: { show: { authentication: ['guid'] } },
			default: '',
		},
		{
			displayName:
				'Every item brings the current Guid of its own agent. The credential test checks address and certificate only, as there is no Guid to test with.',
			name: 'guidPerItemNotice',
			type: 'notice',
			displayOptions: { show: { authentication: ['guidPerItem'] } },
			default: '',
		},
		{
			displayName:
				'For all that runs by itself. Use an agent that nobody else signs in with: one agent has one session.',
			name: 'signInNotice',
			type: 'notice',
			displayOptions: { show: { authentication: ['signIn'] } },
			default: '',
		},
		{
			displayName: 'Agent ID',
			name: 'agentId',
			type: 'string',
			required: true,
			displayOptions: { show: { authentication: ['guid'] } },
			default: '',
			placeholder: 'e.g. 31001',
			description: OWN_AGENT,
		},
		{
			displayName: 'Agent ID',
			name: 'agentId',
			type: 'string',
			required: true,
			displayOptions: { show: { authentication: ['signIn'] } },
			default: '',
			// A service agent, which nobody works with.
			placeholder: 'e.g. 31900',
			description: OWN_AGENT,
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
			displayOptions: { show: { authentication: ['signIn'] } },
			default: '',
			description:
				'The password of the agent. Use an agent that no person signs in with: one agent has one session. Leave it empty only if your site signs agents in without one.',
		},
		{
			displayName:
				'Without a password: only some sites sign agents in so. Anywhere else the sign-in is refused, and accounts lock after a few refusals.',
			name: 'openAccountNotice',
			type: 'notice',
			displayOptions: { show: { authentication: ['signIn'], password: [''] } },
			default: '',
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
				'Whether to end the session of whoever is signed in with this agent ID, a person in the middle of a call included. If off, workflows wait up to two minutes for that session to end. The credential test never ends a session.',
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
			sleep,
		);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials, requestOptions);

	/**
	 * `preAuthentication` asks the gateway and says what is wrong, in words for the mode. n8n wants a request besides:
	 * this one shows only that a server answers.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			baseURL: '={{ $credentials.gatewayUrl }}',
			url: '/onlineagent/101/agentstatus',
			headers: { 'Content-Type': 'application/json; charset=UTF-8', [TEST_HEADER]: 'yes' },
			timeout: TIMEOUT_MS,
		},
	};
}
