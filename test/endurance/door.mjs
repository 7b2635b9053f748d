// A TCP proxy in front of the simulator, killed in the simulator's place.
// A kill breaks every connection and refuses new ones, as the gateway's own end would, while the simulator
// keeps its record of the requests carried out. TLS passes through undecrypted.
// Arguments: the port to listen on, the port of the simulator.
import { connect, createServer } from 'node:net';

const [port, target] = process.argv.slice(2).map(Number);

/** Forwards data, closes and resets from one socket to the other. */
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
