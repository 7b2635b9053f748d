/** The example 'Busy by webhook' on n8n's engine: calls, their requests to the gateway, answers with HTTP status. */
import type { IDataObject } from 'n8n-workflow';
import { type Desktop, serveDesktop } from '../../simulator';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { DESKTOP_CREDENTIAL_ID, desktopCredential, exampleWorkflow } from '../support/workflows';

/** A session can act only for its own agent. */
const gateway = useGateway({ switches: { guidScope: 'own' } });
let desktop: Desktop;
beforeAll(async () => {
	desktop = await serveDesktop(gateway(), 'key-of-the-tests');
});
afterAll(async () => await desktop?.close());

const PER_ITEM = { authentication: 'guidPerItem', guid: '' };

interface Called {
	apiKey?: string;
	/** Fields of the credential. */
	fields?: IDataObject;
	lax?: boolean;
}

/** Changes the workflow for a gateway where one session may act for all, as its note describes. */
function forLaxGateway() {
	const flow = exampleWorkflow('busy-by-webhook');
	const { 'Current Guids': _gone, ...connections } = flow.connections;
	connections['When Called'] = { main: [[{ node: 'Request', type: 'main', index: 0 }]] };
	return { ...flow, nodes: flow.nodes.filter(({ name }) => name !== 'Current Guids'), connections };
}

async function call(body: IDataObject, { apiKey, fields = PER_ITEM, lax }: Called = {}) {
	const flow = lax ? forLaxGateway() : exampleWorkflow('busy-by-webhook', { desktop });
	return await execute(flow, {
		credentials: {
			[CREDENTIAL_ID]: credentialFor(gateway(), '31000', fields),
			[DESKTOP_CREDENTIAL_ID]: desktopCredential({ ...desktop, apiKey: apiKey ?? desktop.apiKey }),
		},
		pinData: { 'When Called': [{ headers: {}, params: {}, query: {}, body }] },
		start: 'When Called',
	});
}

it.each([
	['a word of the site', { agent: 31001, reason: 'Lunch' }, 201],
	['a code', { agent: '31001', reason: 202 }, 202],
	['a code as text', { agent: ' 31001 ', reason: '202' }, 202],
])('sets an agent busy with %s, in a session of its own', async (_what, body, busyReason) => {
	const { error, json } = await call(body);
	expect(error).toBeUndefined();
	expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason });
	expect(json('Set Busy')).toMatchObject([{ outcome: 'accepted', agentId: '31001' }]);
	expect(json('Answer')).toHaveLength(1);
	expect(JSON.stringify(json('Set Busy'))).not.toContain(gateway().agent('31001').guid);
});

it('sets an agent busy without a reason', async () => {
	const { error } = await call({ agent: 31002 });
	expect(error).toBeUndefined();
	expect(gateway().agent('31002').state).toBe('busy');
});

it.each<[what: string, status: number, body: IDataObject, message: RegExp]>([
	['names no agent', 400, {}, /Agent ID/],
	['names no number', 400, { agent: 'Amara' }, /Amara/],
	['names a reason that does not exist', 400, { agent: 31001, reason: 'Siesta' }, /Siesta/],
	['names an agent who is not signed in', 409, { agent: 31007, reason: 'Lunch' }, /[Gg]uid/],
	['names an agent of whom nobody knows', 409, { agent: 39999 }, /[Gg]uid/],
])(
	'a call that %s is answered with %i and ends as failed',
	async (_what, status, body, message) => {
		const { error, json } = await call(body);
		expect(gateway().requests).toEqual([]);
		expect(json('Not Done')).toMatchObject([
			{ status, outcome: 'rejected', report: expect.stringMatching(message) as string },
		]);
		expect(json('Answer with a Refusal')).toHaveLength(1);
		expect(error?.message).toBe(json('Not Done')[0]?.report);
	},
);

it('a call that the gateway refuses is answered with 409', async () => {
	gateway().faults.add({ kind: 'retcode', retcode: '100-004' });
	const { json } = await call({ agent: 31001, reason: 'Lunch' });
	expect(json('Not Done')).toMatchObject([{ status: 409, agent: '31001' }]);
});

it('a call for which the gateway gives no answer is answered with 504', async () => {
	gateway().faults.add({ kind: 'resetAfter' });
	const { json, error } = await call({ agent: 31001, reason: 'Lunch' });
	expect(json('Not Done')).toMatchObject([{ status: 504, outcome: 'unknown' }]);
	expect(error?.message).toMatch(/may or may not/);
});

it('a call while the gateway is unreachable is answered with 503', async () => {
	gateway().faults.add({ kind: 'refuseConnections' });
	const { json } = await call({ agent: 31001, reason: 'Lunch' });
	expect(json('Not Done')).toMatchObject([{ status: 503, outcome: 'notAttempted' }]);
});

it('a call while the Guids cannot be read is answered with 503, and nothing is sent', async () => {
	const { json, error } = await call({ agent: 31001, reason: 'Lunch' }, { apiKey: 'wrong' });
	expect(gateway().requests).toEqual([]);
	expect(json('Not Done')).toMatchObject([{ status: 503, agent: '31001' }]);
	expect(error?.message).toMatch(/^The current Guids could not be read: /);
});

describe('changed for a lax gateway, as its note describes', () => {
	it('sets agents busy in one session', async () => {
		gateway().switches.guidScope = 'vdn';
		const { error } = await call({ agent: 31001, reason: 'Lunch' }, { lax: true, fields: {} });
		expect(error).toBeUndefined();
		expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason: 201 });
	});

	it('answers with 409 if a session acts only for its own agent', async () => {
		const { json } = await call({ agent: 31001, reason: 'Lunch' }, { lax: true, fields: {} });
		expect(json('Not Done')).toMatchObject([{ status: 409 }]);
	});
});
