/** Shared by the tests of the simulator's sessions: agents, a manual clock, and raw requests. */
import { ManualClock } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw, type RawAnswer } from '../support/rawRequests';

export const START = Date.UTC(2026, 0, 5, 8);
export const PUSH = { callBackUri: 'https://desk.example/events', serviceToken: 'token-1' };
export const NO_EVENT = '{"message":"","retcode":"0"}';
export const eventText = (eventType: string, workNo = '31900') =>
	`{"message":"","retcode":"0","event":{"eventType":"${eventType}","workNo":"${workNo}","content":null}}`;

/** Returns when the condition is true; the test times out if it never is. */
export async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Starts a simulator for the tests of a file, with requests as a client sends them. */
export function useSessions() {
	const clock = new ManualClock(START);
	const gateway = useGateway({
		clock,
		agents: [
			{ id: '31900', signedIn: false },
			{ id: '31001' },
			{ id: '31003', signedIn: false, passwordExpired: true },
			{ id: '31004', signedIn: false, forceChange: true },
			{ id: '31005', forceable: false },
			{ id: '31006', state: 'talking' },
			{ id: '31007', signedIn: false },
		],
	});

	let send: SendRaw;
	beforeAll(async () => {
		send = await openRawSender(gateway);
	});

	const signInBody = (id: string, fields = {}) => ({
		password: gateway().agent(id).password,
		phonenum: '6000',
		...fields,
	});
	const login = async (id = '31900', fields = {}): Promise<RawAnswer> =>
		await send('PUT', `/onlineagent/${id}`, { body: signInBody(id, fields) });
	const forceLogin = async (id = '31900', fields = {}): Promise<RawAnswer> =>
		await send('PUT', `/onlineagent/${id}/forcelogin`, { body: signInBody(id, fields) });
	const loginCode = async (fields = {}, id = '31900') => (await login(id, fields)).retcode;

	/** Signs in and returns the Guid, with the event of signing in taken from the queue. */
	async function signedIn(id = '31900', fields = {}): Promise<string> {
		const { guid = '', retcode } = await login(id, fields);
		expect(retcode).toBe('0');
		if (!('callBackUri' in fields)) await poll(guid, id);
		return guid;
	}

	const poll = async (guid: string, id = '31900', signal?: AbortSignal): Promise<RawAnswer> =>
		await send('GET', `/agentevent/${id}`, { guid, signal });
	const status = async (guid: string, id = '31900'): Promise<string> =>
		(await send('GET', `/onlineagent/${id}/agentstatus`, { guid })).retcode;
	const logout = async (guid: string, id = '31900'): Promise<RawAnswer> =>
		await send('DELETE', `/onlineagent/${id}/logout`, { guid });
	const heartbeat = async (guid: string, id = '31900', headers = {}): Promise<RawAnswer> =>
		await send('POST', `/onlineagent/${id}/handshake`, { guid, headers });
	const updateGuid = async (guid: string, id = '31900'): Promise<RawAnswer> =>
		await send('PUT', `/onlineagent/${id}/updateGuid`, { guid });
	const sendNote = async (to: string): Promise<RawAnswer> =>
		await send('POST', '/onlineagent/31001/sendnoteletex', {
			guid: gateway().agent('31001').guid,
			body: { agentIds: [Number(to)], content: 'x' },
		});

	/** Starts waiting requests, and returns once the gateway holds them back. */
	async function waiting<T extends RawAnswer>(...starts: Array<() => Promise<T>>) {
		const asleep = clock.sleeping + starts.length;
		const answers = starts.map(async (start) => await start());
		await until(() => clock.sleeping === asleep);
		return answers;
	}

	afterEach(() => expect(clock.sleeping).toBe(0));

	return {
		send: (async (...request) => await send(...request)) as SendRaw,
		signInBody,
		clock,
		gateway,
		login,
		forceLogin,
		loginCode,
		signedIn,
		poll,
		status,
		logout,
		heartbeat,
		updateGuid,
		sendNote,
		waiting,
	};
}
