/** The stand-in for the system that signs the agents in: it returns the current Guids to a client with the key. */
import { type Desktop, serveDesktop, type Simulator, startSimulator } from '../../simulator';

let simulator: Simulator;
let desktop: Desktop;
beforeAll(async () => {
	simulator = await startSimulator();
	desktop = await serveDesktop(simulator, 'the-key');
});
beforeEach(() => simulator.reset());
afterAll(async () => {
	await desktop?.close();
	await simulator?.close();
});

const ask = async (headers: Record<string, string>) =>
	await fetch(`${desktop.url}/sessions`, { headers });

it('lists the Guid of every signed-in agent, and no other', async () => {
	simulator.signOut('31002');
	const response = await ask({ 'X-API-Key': 'the-key' });
	expect(response.status).toBe(200);
	const sessions = (await response.json()) as Array<{ agent: string; guid: string }>;
	expect(sessions).toContainEqual({ agent: '31001', guid: simulator.agent('31001').guid });
	const received = sessions.map(({ agent }) => agent);
	expect(received).not.toContain('31002');
	expect(received).not.toContain('31007');
});

it.each([[{}], [{ 'X-API-Key': '' }], [{ 'X-API-Key': 'the-kez' }], [{ 'X-API-Key': 'the-key2' }]])(
	'lists nothing with the headers %j',
	async (headers) => {
		const response = await ask(headers);
		expect(response.status).toBe(401);
		expect(await response.text()).not.toContain('AgentGateway');
	},
);
