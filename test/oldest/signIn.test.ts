/**
 * The credential that signs an agent in, in the oldest n8n. To store a session, that n8n writes all fields of the
 * credential as it gets them, while a newer n8n adds the session to the stored fields.
 */
import { CREDENTIAL_ID, oneNode, useGateway } from '../support/nodeRunner';
import { PASSWORD, signInCredential, storedSession } from '../support/serviceAgents';
import { rows } from '../e2e/support/flows';
import { N8n } from '../e2e/support/n8n';

const AGENTS = ['34001', '34002', '34003'];
const EXPRESSION = 'with-an-expression';

const gateway = useGateway({
	switches: { guidScope: 'vdn', cookiesRequired: true },
	agents: [
		...['33000', '33001'].map((id) => ({ id, signedIn: false, password: PASSWORD })),
		...AGENTS.map((id) => ({ id })),
	],
});
let n8n: N8n;

const fields = () => signInCredential(gateway(), '33000', { busyReasons: '201 Lunch' });
const withExpression = () =>
	signInCredential(gateway(), '33001', { phonenum: "={{ '69' + '00' }}" });
const limits = (credential: string) =>
	rows(
		AGENTS.map((agent) => ({ agent })),
		oneNode(
			'setSessionLimit',
			{ agentId: '={{ $json.agent }}', mediaType: '1', callnums: 2, options: {} },
			'stopWorkflow',
			{ credentials: { ccGatewayApi: { id: credential, name: 'Gateway' } } },
		),
	);

beforeAll(async () => {
	n8n = await N8n.install('oldest-sign-in');
	await n8n.importCredentials([
		{ id: CREDENTIAL_ID, name: 'Gateway', data: fields() },
		{ id: EXPRESSION, name: 'With an expression', data: withExpression() },
	]);
	await n8n.importWorkflows([
		{ id: 'limits', ...limits(CREDENTIAL_ID) },
		{ id: 'expression', ...limits(EXPRESSION) },
	]);
});
afterAll(() => n8n?.remove());

async function setsLimits(id: string): Promise<void> {
	const { code, run } = await n8n.execute(id);
	expect(code).toBe(0);
	const items = run.data.resultData.runData.Node?.[0]?.data?.main?.[0] ?? [];
	expect(items.map(({ json }) => json.outcome)).toEqual(AGENTS.map(() => 'accepted'));
}

it('signs in once for three executions, and keeps the fields of the credential', async () => {
	const requestsTo = (wanted: string) =>
		gateway().requests.filter(({ operation }) => operation === wanted);
	for (const _ of [1, 2]) await setsLimits('limits');
	const stored = await n8n.storedCredential(CREDENTIAL_ID);
	expect(stored).toMatchObject(fields());
	expect(storedSession(stored)).toMatchObject({
		agentId: '33000',
		gatewayUrl: expect.stringContaining(gateway().url) as string,
	});
	await setsLimits('limits');
	expect(requestsTo('login')).toHaveLength(1);
	expect(requestsTo('setCallNums')).toHaveLength(9);
	expect(gateway().sessions).toMatchObject([{ agentId: '33000' }]);
	const { sessionToken: _token, ...rest } = await n8n.storedCredential(CREDENTIAL_ID);
	const { sessionToken: _before, ...before } = stored;
	expect(rest).toEqual(before);
});

it('keeps an expression in the credential when the session is stored', async () => {
	await setsLimits('expression');
	const stored = await n8n.storedCredential(EXPRESSION);
	expect(storedSession(stored)).toMatchObject({ agentId: '33001' });
	expect(stored.phonenum).toBe(withExpression().phonenum);
});
