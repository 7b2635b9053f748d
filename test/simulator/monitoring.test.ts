/** The simulator's monitoring: events about the state changes of other agents. */

import { gateway, own, inspect, signIn, poll } from './eventHarness';

describe('monitoring', () => {
	const begin = async (agents: string, by?: string) =>
		await inspect(`beginmonitor?agents=${agents}`, 'POST', by);
	const end = async (agents: string) => await inspect(`endmonitor?agents=${agents}`);
	/** An inspector's events about other agents: agent and state. */
	const received = (by = '31000') =>
		gateway()
			.agent(by)
			.events.filter(({ eventType }) => eventType === 'QC_AgentState_Notify')
			.map(({ content }) => [content?.monitoredagent, content?.subtype]);

	it('is answered like a forced state', async () => {
		expect((await begin('31001')).text).toBe('{"message":"","retcode":"0","result":{}}');
		expect((await end('31001')).text).toBe('{"message":"","retcode":"0","result":{}}');
	});

	it('brings the documented event', async () => {
		await begin('31007');
		await signIn('31007');
		expect((await poll('31000')).text).toBe(
			'{"message":"","retcode":"0","event":{"eventType":"QC_AgentState_Notify","workNo":"31000",' +
				'"content":{"subtype":"QC_AgentState_Login","monitoredagent":"31007","agentname":"31007",' +
				'"mediaserver":"CtiServer","jsonKey":["subtype","monitoredagent","agentname","mediaserver"]}}}',
		);
	});

	it('reports every state of every monitored agent only', async () => {
		await begin('31001;31002;31007');
		await own('31001', 'saybusy');
		await own('31001', 'rest/60/1');
		await own('31001', 'cancelrest');
		gateway().endCall('31002', 'wrapUp');
		await signIn('31007');
		await own('31007', 'logout', 'DELETE');
		await signIn('31900');
		expect(received()).toEqual([
			['31001', 'QC_AgentState_Busy'],
			['31001', 'QC_AgentState_Rest'],
			['31001', 'QC_AgentState_Idle'],
			['31002', 'QC_AgentState_Work'],
			['31007', 'QC_AgentState_Login'],
			['31007', 'QC_AgentState_Idle'],
			['31007', 'QC_AgentState_Logout'],
		]);
	});

	it('reports a forced sign-in as a sign-out and a sign-in', async () => {
		await signIn('31900');
		await begin('31900');
		await signIn('31900', '/forcelogin');
		expect(received().map(([, subtype]) => subtype)).toEqual([
			'QC_AgentState_Logout',
			'QC_AgentState_Login',
			'QC_AgentState_Idle',
		]);
	});

	it('reports only the documented states, with the switch', async () => {
		gateway().switches.monitorEvents = 'documented';
		await begin('31007');
		await signIn('31007');
		await own('31007', 'saybusy');
		await inspect('forcelogout/31007');
		expect(received().map(([, subtype]) => subtype)).toEqual([
			'QC_AgentState_Login',
			'QC_AgentState_Logout',
		]);
	});

	it('reports each change once per inspector, even after repeated requests', async () => {
		await signIn('31900');
		await begin('31001;31001');
		await begin('31001');
		await begin('31001', '31900');
		await own('31001', 'saybusy');
		expect([received(), received('31900')]).toEqual([
			[['31001', 'QC_AgentState_Busy']],
			[['31001', 'QC_AgentState_Busy']],
		]);
	});

	it('ends for the requested agents', async () => {
		await begin('31001;31002');
		await end('31001;31007');
		await own('31001', 'saybusy');
		gateway().endCall('31002');
		expect(received()).toEqual([['31002', 'QC_AgentState_Idle']]);
	});

	it('ends with the session', async () => {
		await signIn('31900');
		await begin('31001', '31900');
		await signIn('31900', '/forcelogin');
		await own('31001', 'saybusy');
		expect(received('31900')).toEqual([]);
		await begin('31001', '31900');
		await own('31001', 'sayfree');
		expect(received('31900')).toEqual([['31001', 'QC_AgentState_Idle']]);
	});

	it.each([
		['by an inspector without the right', '31001', '31002', '900-002'],
		['of an agent of another VDN', '31000', '31001;41001', '900-002'],
		['of oneself', '31000', '31001;31000', '000-005'],
		['of an unknown agent', '31000', '31001;31099', '900-004'],
		['by an inspector who is signed out', '31007', '31001', '100-006'],
		['of no list', '31000', '', '000-002'],
		['of a list with commas', '31000', '31001,31002', '000-002'],
		['of a list with a hole', '31000', '31001;;31002', '000-002'],
		['of a number that is no ID', '31000', '99', '000-002'],
		['of more than 500', '31000', Array(501).fill('31001').join(';'), '000-002'],
	])('%s is refused for all agents', async (_what, by, agents, retcode) => {
		expect((await begin(agents, by)).retcode).toBe(retcode);
		await own('31001', 'saybusy');
		expect(received()).toEqual([]);
	});

	it.each(['beginmonitor', 'endmonitor'])(
		'%s is unknown to the gateway with the switch',
		async (call) => {
			const ask = async () => await inspect(`${call}?agents=31001`);
			gateway().switches.monitorCalls = '000-002';
			expect((await ask()).retcode).toBe('000-002');
			gateway().switches.monitorCalls = '404';
			await expect(ask()).rejects.toThrow('404');
		},
	);
});
