// The door of the gateway: a process that passes bytes between n8n and the simulator, to be killed in its place.
// Killing it breaks every connection and refuses new ones, as the gateway's own end would, while the simulator
// lives on with its record of what was carried out. TLS passes through unopened.
// Arguments: the port to listen on, the port of the simulator.
import { connect, createServer } from 'node:net';

const [port, target] = process.argv.slice(2).map(Number);

/** One end's close is the other's: a reset comes through as a reset. */
function pass(from, to) {
	from.pipe(to);
	from.on('error', () => to.resetAndDestroy());
	from.on('close', () => to.destroy());
}

const server = createServer((client) => {
	const gateway = connect(target, 'localhost');
	pass(client, gateway);
	pass(gateway, client);
});
server.listen(port, 'localhost', () => console.log('open'));
