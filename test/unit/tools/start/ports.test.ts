/** The message of `npm start` about ports in use. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Ports, portProblem } from '../../../../tools/start/ports';

const servers: Server[] = [];
/** A port in use, or one that was in use a moment ago. */
async function somePort(taken: boolean): Promise<number> {
	const server = createServer().listen(0, 'localhost');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	if (taken) {
		servers.push(server);
	} else {
		server.close();
		await once(server, 'close');
	}
	return port;
}
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

const ports = async (...taken: Array<keyof Ports>): Promise<Ports> => ({
	port: await somePort(taken.includes('port')),
	'gateway-port': await somePort(taken.includes('gateway-port')),
	'page-port': await somePort(taken.includes('page-port')),
	'desktop-port': await somePort(taken.includes('desktop-port')),
});

it('reports nothing if the ports are free', async () => {
	expect(await portProblem(await ports())).toBeUndefined();
});

it('suggests a working command that keeps the chosen ports', async () => {
	const given = await ports('port', 'desktop-port');
	const said = (await portProblem(given)) ?? '';
	expect(said).toContain(`The ports ${given.port}, ${given['desktop-port']} are in use`);
	expect(said).toContain(`--gateway-port ${given['gateway-port']}`);
	expect(said).toContain(`--page-port ${given['page-port']}`);
	const flags = [...said.matchAll(/--([a-z-]+) (\d+)/g)].map(([, flag, port]) => [
		flag,
		Number(port),
	]);
	const advised = Object.fromEntries(flags) as unknown as Ports;
	expect(Object.keys(advised)).toHaveLength(4);
	expect(advised.port).not.toBe(given.port);
	expect(await portProblem(advised)).toBeUndefined();
});

it('refuses one port for two services', async () => {
	const given = await ports();
	expect(await portProblem({ ...given, 'page-port': given.port })).toBe(
		`--port and --page-port are both ${given.port}. Choose a port for each.`,
	);
});
