/** Shared by the tests of the simulator's events: a simulator on a manual clock, requests and polls of agents. */
import { Agent } from 'node:https';
import { ManualClock } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const START = Date.UTC(2026, 0, 5, 8);

export const clock = new ManualClock(START);

export const gateway = useGateway({
	clock,
	agents: [
		{ id: '31000', name: 'Ines Albrecht', inspector: true },
		{ id: '31001', name: 'Amara Okafor' },
		{ id: '31002', name: 'Ben Larsen', state: 'talking' },
		{ id: '31007', signedIn: false },
		{ id: '31900', signedIn: false, inspector: true },
		{ id: '41001', vdn: 2 },
	],
});

export let send: SendRaw;

beforeAll(async () => {
	send = await openRawSender(gateway);
});

export const guidOf = (id: string) => gateway().agent(id).guid;

export const own = async (id: string, path: string, method = 'POST') =>
	await send(method, `/onlineagent/${id}/${path}`, { guid: guidOf(id) });

export const inspect = async (path: string, method = 'POST', by = '31000') =>
	await send(method, `/qualitycontrol/${by}/${path}`, { guid: guidOf(by) });

export const signIn = async (id: string, path = '') =>
	await send('PUT', `/onlineagent/${id}${path}`, {
		body: { password: `Pass-${id}`, phonenum: '6000' },
	});

export const poll = async (id: string, connection?: Agent) =>
	await send('GET', `/agentevent/${id}`, { guid: guidOf(id), connection });

interface ReceivedEvent {
	eventType: string;
	workNo: string;
	content: Record<string, unknown> | null;
}

export const receivedEvent = (text: string): ReceivedEvent | undefined =>
	(JSON.parse(text) as { event?: ReceivedEvent }).event;

/** Polls until the queue is empty. */
export async function allEvents(
	id: string,
	connection?: Agent,
): Promise<Array<[type: string, content: ReceivedEvent['content']]>> {
	const received: Awaited<ReturnType<typeof allEvents>> = [];
	while (gateway().agent(id).events.length > 0) {
		const { eventType, workNo, content } = receivedEvent((await poll(id, connection)).text) ?? {};
		expect(workNo).toBe(id);
		received.push([eventType ?? 'none', content ?? null]);
	}
	return received;
}

/** Waits for the timers that the clock has fired. */
export const wokenUp = async () => await new Promise((resolve) => setImmediate(resolve));
