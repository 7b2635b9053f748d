/** The simulator's page: its contents, its actions, and the secrets that it never shows. */
import axios from 'axios';
import { MEDIA_TYPES as NODES_MEDIA_TYPES } from '../../gateway/values/mediaTypes';
import { DEFAULT_SWITCHES, type Page, servePage } from '../../simulator';
import { MEDIA_TYPES } from '../../simulator/site/mediaTypes';
import { useGateway } from '../support/nodeRunner';
import { until } from '../support/until';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const gateway = useGateway();
let page: Page;
let send: SendRaw;
beforeAll(async () => {
	page = await servePage(gateway());
	send = await openRawSender(gateway);
});
afterAll(async () => await page.close());

interface State {
	agents: Array<{
		id: string;
		name: string;
		queues: string[];
		doing: string;
		restEndsAt?: number;
		customStatus: string;
		limits: string[];
		noteCount: number;
		notes: Array<{ from: string; content: string }>;
		watchedBy: string[];
		actions: Array<{ path: string; label: string }>;
	}>;
	requests: Array<{ line: string; outcome: string }>;
	faults: Array<{ id: number; kind: string; struck: number }>;
	switches: { guidScope: string };
}
const api = axios.create({ validateStatus: () => true });
const state = async () => (await api.get<State>(`${page.url}/api/state`)).data;
const post = async (path: string, body?: object, headers = {}) =>
	(await api.post(`${page.url}/api/${path}`, body, { headers })).status;
const agentRow = async (id: string) => (await state()).agents.find((agent) => agent.id === id);
const guidOf = (id: string) => gateway().agent(id).guid;
/** Sends a request in the agent's own session. */
const by = async (id: string, path: string, body?: object) =>
	await send('POST', path.replace('{id}', id), { guid: guidOf(id), body });

it("shows the agents' states, their notes and the last requests", async () => {
	await by('31001', '/onlineagent/{id}/saybusy?reason=201&prolong=false');
	await by('31000', '/onlineagent/{id}/sendnoteletex', {
		agentIds: [31002],
		content: 'Hello <b>',
	});
	const { agents, requests } = await state();
	expect(agents.find(({ id }) => id === '31001')?.doing).toBe('busy: Lunch (201)');
	expect(agents.find(({ id }) => id === '31002')).toMatchObject({
		noteCount: 1,
		notes: [{ from: 'Ines Albrecht (31000)', content: 'Hello <b>' }],
	});
	expect(requests.map(({ outcome }) => outcome)).toEqual(['good', 'good']);
	expect(requests[0]?.line).toContain('sendnoteletex (1 recipient)');
});

it('shows names, skill queues, and rests with reason and end', async () => {
	await by('31001', '/onlineagent/{id}/rest/900/2');
	await by('31005', '/onlineagent/{id}/rest/900/13');
	expect(await agentRow('31001')).toMatchObject({
		name: 'Amara Okafor',
		queues: ['Service hotline', 'Chat on the website', 'Social media'],
		doing: 'resting: Screen break (2)',
		restEndsAt: gateway().agent('31001').stateSince + 900_000,
	});
	const booked = await agentRow('31005');
	expect(booked?.doing).toBe('talking, rest next: reason 13');
	expect(booked).not.toHaveProperty('restEndsAt');
});

it('marks a waiting poll as waiting, a refusal and a fault as bad', async () => {
	gateway().switches.pollWait = 60_000;
	const hangUp = new AbortController();
	const poll = send('GET', '/agentevent/31001', { guid: guidOf('31001'), signal: hangUp.signal });
	const newest = async () => (await state()).requests[0];
	await until('the poll', () => gateway().requests.length === 1);
	expect(await newest()).toMatchObject({
		outcome: 'waiting',
		line: expect.stringMatching(/\/agentevent\/31001: waiting$/) as string,
	});
	gateway().writeNote('31002', '31001', 'x');
	await poll;
	expect(await newest()).toMatchObject({ outcome: 'good' });
	await by('31001', '/onlineagent/{id}/cancelbusy');
	expect(await newest()).toMatchObject({ outcome: 'bad' });
	await post('faults', { kind: 'stall', operation: 'sayFree' });
	const stalled = send('POST', '/onlineagent/31001/sayfree', {
		guid: guidOf('31001'),
		signal: hangUp.signal,
	}).catch(() => 'hung up');
	await until('the fault', () => gateway().requests.at(-1)?.fault === 'stall');
	expect((await newest())?.outcome).toBe('bad');
	gateway().faults.clear();
	hangUp.abort();
	expect(await stalled).toBe('hung up');
});

it('shows inspectors first, the service agent among them', async () => {
	const { agents } = await state();
	expect(agents.slice(0, 3).map(({ id }) => id)).toEqual(['31000', '31900', '31001']);
});

it('names the inspector who watches an agent, until that session ends', async () => {
	const watchedBy = async () => (await agentRow('31001'))?.watchedBy;
	expect(await watchedBy()).toEqual([]);
	await send('PUT', '/onlineagent/31900', {
		body: { password: 'Service-31900', phonenum: '6000', listenStatus: true },
	});
	expect(await watchedBy()).toEqual([]);
	await by('31900', '/qualitycontrol/{id}/beginmonitor?agents=31001;31002');
	await by('31000', '/qualitycontrol/{id}/beginmonitor?agents=31001');
	expect(await watchedBy()).toEqual(['31000', '31900']);
	await by('31000', '/qualitycontrol/{id}/endmonitor?agents=31001');
	gateway().signOut('31900');
	expect(await watchedBy()).toEqual([]);
});

it('has words for reasons, custom statuses and media types, and shows codes without a word', async () => {
	expect((await agentRow('31007'))?.doing).toBe('signed out');
	expect((await agentRow('31009'))?.doing).toBe('busy');
	await by('31005', '/onlineagent/{id}/saybusy?reason=202&prolong=false');
	expect((await agentRow('31005'))?.doing).toBe('talking, busy next: Team meeting (202)');
	await by('31002', '/onlineagent/{id}/saybusy?reason=250&prolong=false');
	expect((await agentRow('31002'))?.doing).toBe('busy: reason 250');
	await by('31000', '/qualitycontrol/{id}/forcebusy/31003');
	expect((await agentRow('31003'))?.doing).toBe('busy: by an inspector (3)');

	expect((await agentRow('31001'))?.customStatus).toBe('');
	await by('31001', '/onlineagent/{id}/setcustomstate?customstate=101');
	expect((await agentRow('31001'))?.customStatus).toBe('Coaching (101)');
	await by('31001', '/onlineagent/{id}/setcustomstate?customstate=0');
	expect((await agentRow('31001'))?.customStatus).toBe('status 0');

	await by('31001', '/mediacall/{id}/setcallnums', { mediaType: '53', callnums: '5' });
	await by('31001', '/mediacall/{id}/setcallnums', { mediaType: '1', callnums: '3' });
	expect((await agentRow('31001'))?.limits).toEqual(['Text Chat: 3', 'Social Chat: 5']);
});

it('names the media types like the nodes', () => {
	expect(MEDIA_TYPES).toEqual(NODES_MEDIA_TYPES);
});

it('offers an agent the actions that its state allows, and carries them out', async () => {
	const labels = async (id: string) => (await agentRow(id))?.actions.map(({ label }) => label);
	expect(await labels('31001')).toEqual(['Sign out', 'Rest', 'Set busy']);
	expect(await labels('31005')).toEqual(['Sign out', 'End call']);
	expect(await labels('31007')).toEqual([]);
	expect(await labels('31009')).toEqual(['Sign out', 'Set idle']);
	expect(await post('agents/31009/idle')).toBe(204);
	expect(gateway().agent('31009').state).toBe('idle');
	await by('31001', '/onlineagent/{id}/rest/900/1');
	expect(await labels('31001')).toEqual(['Sign out', 'Set idle']);
	expect(await post('agents/31001/idle')).toBe(204);
	expect(gateway().agent('31001').state).toBe('idle');
	expect(await post('agents/31005/end-call')).toBe(204);
	expect(gateway().agent('31005').state).toBe('idle');
});

it('never shows a Guid, a password or a cookie', async () => {
	const { guid = '' } = await send('PUT', '/onlineagent/31900', {
		body: { password: 'Service-31900', phonenum: '6000' },
	});
	const signedIn = guid.replace(/\..*/, '');
	expect(signedIn).not.toBe('');
	await send('POST', '/onlineagent/31001/saybusy?reason=201&prolong=false', {
		guid: guidOf('31001'),
	});
	const text = JSON.stringify(await state());
	for (const secret of [signedIn, guidOf('31001').replace(/\..*/, ''), 'Service-31900', 'ccgw=']) {
		expect(text).not.toContain(secret);
	}
});

it('has switches and faults to click, and starts over', async () => {
	expect(await post('switches', { name: 'guidScope', value: 'vdn' })).toBe(204);
	expect(await post('faults', { kind: 'html', operation: 'sayBusy', times: 2 })).toBe(204);
	expect(await state()).toMatchObject({
		switches: { guidScope: 'vdn' },
		faults: [{ kind: 'html', struck: 0 }],
	});
	const [{ id } = { id: 0 }] = (await state()).faults;
	await api.delete(`${page.url}/api/faults/${id}`);
	expect((await state()).faults).toEqual([]);
	expect(await post('agents/31001/sign-out')).toBe(204);
	expect(gateway().agent('31001').signedIn).toBe(false);
	await post('faults', { kind: 'resetBefore' });
	expect(await post('reset')).toBe(204);
	expect(gateway().agent('31001').signedIn).toBe(true);
	expect(await state()).toMatchObject({ switches: { guidScope: 'own' }, faults: [] });
});

it('lets an agent rest, become idle and write a note', async () => {
	expect(await post('agents/31001/rest')).toBe(204);
	expect(gateway().agent('31001').state).toBe('rest');
	expect(await post('agents/31001/idle')).toBe(204);
	expect(gateway().agent('31001').state).toBe('idle');
	expect(await post('agents/31001/busy')).toBe(204);
	expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason: 0 });
	expect(await post('agents/31001/note', { to: '31002', content: 'busy' })).toBe(204);
	expect(gateway().agent('31002').inbox).toMatchObject([{ from: '31001', content: 'busy' }]);
	expect(gateway().agent('31002').events).toMatchObject([{ eventType: 'AgentOther_Note' }]);
});

it('offers every switch that is not a number, with its default and a label', async () => {
	const { data } = await api.get<{ switches: Record<string, unknown[]> }>(`${page.url}/api/offers`);
	const script = (await api.get<string>(`${page.url}/labels.js`)).data;
	const labels = /const SWITCHES = \{([^}]*)\}/.exec(script)?.[1] ?? '';
	const clickable = Object.entries(DEFAULT_SWITCHES).filter(
		([, value]) => typeof value !== 'number',
	);
	for (const [name, value] of clickable) {
		expect([name, data.switches[name]]).toEqual([name, expect.arrayContaining([value])]);
		expect(labels).toContain(`\t${name}: '`);
	}
});

it('refuses actions that it does not offer', async () => {
	for (const [path, body] of [
		['switches', { name: 'guidScope', value: 'everybody' }],
		['switches', { name: 'constructor', value: 1 }],
		['faults', { kind: 'redirect' }],
		['faults', { kind: 'html', operation: 'constructor' }],
		['faults', { kind: 'html', times: 0 }],
		['agents/99999/sign-out', {}],
		['agents/99999/rest', {}],
		['agents/99999/idle', {}],
		['agents/99999/busy', {}],
		['agents/31001/note', { to: '99999', content: 'x' }],
		['agents/99999/note', { to: '31001', content: 'x' }],
	] as const) {
		expect([path, await post(path, body)]).toEqual([path, 400]);
	}
});

it('refuses other host names and pages of other origins', async () => {
	const stranger = { Host: 'evil.example:80' };
	expect((await api.get(`${page.url}/api/state`, { headers: stranger })).status).toBe(403);
	expect(await post('reset', {}, { Origin: 'https://evil.example' })).toBe(403);
});

it('serves the page itself', async () => {
	for (const [file, type] of [
		['', 'text/html'],
		...['page.js', 'agents.js', 'elements.js', 'labels.js', 'news.js', 'noteForm.js'].map(
			(file) => [file, 'text/javascript'],
		),
		['page.css', 'text/css'],
	]) {
		const answer = await api.get(`${page.url}/${file}`);
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toContain(type);
	}
});
