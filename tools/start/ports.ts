/** The ports of `npm start`, and the remedies for those that are taken. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Each option of the command line that chooses a port, and its default. */
export const PORTS = {
	port: 5678,
	'gateway-port': 8043,
	'page-port': 8044,
	'desktop-port': 8045,
} as const;

export type PortFlag = keyof typeof PORTS;
export type Ports = Record<PortFlag, number>;

const FLAGS = Object.keys(PORTS) as PortFlag[];

/** The distance from a taken port to the next one that is tried. */
const STEP = 1000;

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	try {
		server.listen(port, 'localhost');
		await once(server, 'listening');
	} catch {
		return false;
	}
	server.close();
	await once(server, 'close');
	return true;
}

/** A free port that none of these is, a multiple of 1000 away. */
async function another(port: number, taken: readonly number[]): Promise<number> {
	for (let other = port + STEP; other <= 65_535; other += STEP) {
		if (!taken.includes(other) && (await isFree(other))) return other;
	}
	return await another(STEP, taken);
}

/**
 * The problem with ports, for people: the same port twice, or taken, with the whole command that would work. Undefined
 * if all are free.
 */
export async function portProblem(ports: Ports): Promise<string | undefined> {
	const twice = FLAGS.find((flag) =>
		FLAGS.some((one) => one !== flag && ports[one] === ports[flag]),
	);
	if (twice !== undefined) {
		const flags = FLAGS.filter((flag) => ports[flag] === ports[twice]).map((flag) => `--${flag}`);
		return `${flags.join(' and ')} are both ${ports[twice]}. Choose a port for each.`;
	}
	const better: Ports = { ...ports };
	const taken: PortFlag[] = [];
	for (const flag of FLAGS) {
		if (await isFree(ports[flag])) continue;
		taken.push(flag);
		better[flag] = await another(ports[flag], Object.values(better));
	}
	if (taken.length === 0) return undefined;
	const chosen = FLAGS.filter((flag) => better[flag] !== PORTS[flag]);
	const options = chosen.map((flag) => `--${flag} ${better[flag]}`).join(' ');
	const numbers = taken.map((flag) => ports[flag]).join(', ');
	const subject = taken.length === 1 ? `Port ${numbers} is` : `The ports ${numbers} are`;
	const them = taken.length === 1 ? 'it' : 'them';
	const retry = options === '' ? 'npm start' : `npm start -- ${options}`;
	return `${subject} in use or not allowed. Stop what uses ${them}, or choose others: ${retry}`;
}
