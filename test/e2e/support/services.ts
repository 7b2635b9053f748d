/** Redis and PostgreSQL for queue mode, on free ports, ended with the tests. */
import { chownSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { logFile, postgresPrograms, temporaryFolder } from './places';
import { freePorts, run, type Running, start } from './processes';
import { waitFor } from './waitFor';

export interface Service {
	port: number;
	stop: () => Promise<void>;
}

/** n8n's environment for a PostgreSQL of {@link startPostgres}. */
export const postgresEnvironment = (port: number): Record<string, string> => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	DB_POSTGRESDB_PASSWORD: 'any',
});

/** n8n's environment for a main and its workers with Redis and PostgreSQL. */
export const queueEnvironment = (
	redisPort: number,
	postgresPort: number,
): Record<string, string> => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redisPort),
	...postgresEnvironment(postgresPort),
});

const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };

/** Returns true if a server listens at the port. */
export const listens = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('connect', () => end(true));
		socket.once('error', () => end(false));
	});

/** Starts a Redis that keeps its data in memory or, so that they survive a kill, also in a file. */
export async function runRedis(
	folder: string,
	port: number,
	{ appendonly = 'no', log = 'redis' }: { appendonly?: 'yes' | 'no'; log?: string } = {},
): Promise<Running> {
	const options = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly };
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const redis = start('Redis', 'redis-server', args, { env, outputFile: logFile(log) });
	await waitFor('Redis', async () => {
		redis.mustRun();
		return await listens(port);
	});
	return redis;
}

export async function startRedis(): Promise<Service> {
	const { folder, remove } = temporaryFolder('redis');
	const [port = 0] = await freePorts(1);
	const redis = await runRedis(folder, port);
	return {
		port,
		stop: async () => {
			await redis.stop();
			remove();
		},
	};
}

/** User and group ID by name, from /etc/passwd. */
function userIds(name: string): [user: number, group: number] {
	const line = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:.*$`, 'm'))?.[0];
	const [, , user, group] = line?.split(':') ?? [];
	if (user === undefined || group === undefined) throw new Error(`There is no user ${name}`);
	return [Number(user), Number(group)];
}

export async function startPostgres(): Promise<Service> {
	const { folder, remove } = temporaryFolder('postgres');
	// PostgreSQL refuses to run as root, so it runs as the user of Debian's package.
	const user = process.getuid?.() === 0 ? 'postgres' : undefined;
	if (user !== undefined) chownSync(folder, ...userIds(user));
	const programs = postgresPrograms();
	const data = join(folder, 'data');
	const options = { env, user, cwd: folder, outputFile: logFile('postgres') };
	const initialise = ['-D', data, '--auth=trust', '--username=n8n', '--encoding=UTF8', '--no-sync'];
	if ((await run('initdb', join(programs, 'initdb'), initialise, options)) !== 0) {
		throw new Error(`initdb failed: ${readFileSync(options.outputFile, 'utf8')}`);
	}
	const [port = 0] = await freePorts(1);
	const args = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-F'];
	const postgres = start('PostgreSQL', join(programs, 'postgres'), args, {
		...options,
		signalAtEnd: 'QUIT',
	});
	await waitFor('PostgreSQL', () => {
		postgres.mustRun();
		return postgres.output().includes('ready to accept connections');
	});
	return {
		port,
		stop: async () => {
			await postgres.stop('SIGINT');
			remove();
		},
	};
}
