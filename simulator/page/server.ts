import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { FaultKind } from '../http/faultKinds';
import { operationIds, type OperationId } from '../operations';
import type { Simulator } from '../http/simulator';
import type { Availability, Switches } from '../site/switches';
import { ACTIONS } from './actions';
import { queueActions } from './queueActions';
import { snapshotOf } from './snapshot';

/** The faults that the page offers: those without further settings. */
const OFFERED_FAULTS = [
	'resetBefore',
	'resetAfter',
	'stall',
	'truncate',
	'status',
	'html',
	'numericRetcode',
	'refuseConnections',
] as const satisfies readonly FaultKind[];

const AVAILABILITY: readonly Availability[] = ['known', 'noRight', '404', '000-002'];

/** The switches that are clicked, with their values. Those with a number are left to the command line. */
const OFFERED_SWITCHES: { readonly [Name in keyof Switches]?: ReadonlyArray<Switches[Name]> } = {
	idRange: ['25.200', '2023', 'withGap'],
	guidScope: ['own', 'vdn'],
	badGuid: ['000-003', '100-006', 'http', 'served'],
	busyAgain: ['100-009', '000-002', '0'],
	prolongIdle: ['busy', 'refused'],
	cancelBusy: ['25.200', '26.100'],
	refusalStatus: [200, 400],
	refusalResult: ['object', 'text', 'none'],
	guidHeader: ['both', 'setGuid', 'guid'],
	setGuidOn: ['poll', 'every'],
	contentTypeOn: ['every', 'bodies'],
	agentIdStrings: [false, true],
	noteEvent: ['null', 'note'],
	noteToSelf: ['delivered', 'refused'],
	wrongRecipient: ['nobody', 'others', 'accepted'],
	eventGenTime: [false, true],
	signOutDelivered: [false, true],
	monitorCalls: AVAILABILITY,
	lookUpCalls: AVAILABILITY,
	queueCalls: AVAILABILITY,
	statisticsCalls: AVAILABILITY,
	monitorEvents: ['all', 'documented'],
	stateTimeUnit: ['seconds', 'milliseconds', 'doesNotGrow'],
	noCustomStatus: ['65535', '0'],
	listenStatus: [true, false],
	signInCookies: [true, false],
	password: ['fine', 'change', 'expires'],
	cookiesRequired: [false, true],
	authMode: ['dynamic', 'static'],
	keepAliveBy: ['poll', 'any'],
	queryLimit: [5, 0],
	queryRefusal: ['000-007', 'http'],
	restDelay: [0, 3000],
};

/** A page about a simulator, while it is served. */
export interface Page {
	/** Its address for a browser. */
	readonly url: string;
	close(): Promise<void>;
}

/** Answers only browsers that were pointed at this computer by name, and pages it served itself. */
function onlyFromHere(request: Request, response: Response, next: NextFunction): void {
	const { host = '', origin } = request.headers;
	const fromHere = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
	if (fromHere && (origin === undefined || origin === `http://${host}`)) next();
	else response.status(403).type('text').send('This page is for this computer only.');
}

/** The page's own requests. */
function api(simulator: Simulator) {
	const router = express.Router().use(express.json());
	const known = (id: string) => simulator.agents().some((agent) => agent.id === id);
	const done = (response: Response) => response.status(204).end();
	const unknown = (response: Response, what: string) =>
		response.status(400).json({ message: `There is no such ${what}.` });

	router.get('/offers', (_request, response) => {
		response.json({
			faults: OFFERED_FAULTS,
			operations: operationIds,
			switches: OFFERED_SWITCHES,
		});
	});
	router.get('/state', (_request, response) => {
		response.json(snapshotOf(simulator));
	});
	router.post('/switches', (request, response) => {
		const { name, value } = request.body as { name: keyof Switches; value: never };
		const values = Object.hasOwn(OFFERED_SWITCHES, name) ? OFFERED_SWITCHES[name] : undefined;
		if (!(values as unknown[] | undefined)?.includes(value)) {
			return unknown(response, 'switch or value');
		}
		(simulator.switches as unknown as Record<string, unknown>)[name] = value;
		return done(response);
	});
	router.post('/faults', (request, response) => {
		const { kind, operation, times } = request.body as {
			kind: (typeof OFFERED_FAULTS)[number];
			operation?: OperationId;
			times?: number;
		};
		if (!OFFERED_FAULTS.includes(kind)) return unknown(response, 'fault');
		if (operation !== undefined && !operationIds.includes(operation)) {
			return unknown(response, 'operation');
		}
		if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
			return unknown(response, 'number of times');
		}
		simulator.faults.add({ kind, operation, times });
		return done(response);
	});
	router.delete('/faults', (_request, response) => {
		simulator.faults.clear();
		return done(response);
	});
	router.delete('/faults/:id', (request, response) => {
		simulator.faults.remove(Number(request.params.id));
		return done(response);
	});
	for (const { path, carryOut } of ACTIONS) {
		router.post(`/agents/:id/${path}`, (request, response) => {
			const { id = '' } = request.params;
			if (!known(id)) return unknown(response, 'agent');
			carryOut(simulator, id);
			return done(response);
		});
	}
	router.post('/agents/:id/note', (request, response) => {
		const { to, content } = request.body as { to?: unknown; content?: unknown };
		if (!known(request.params.id) || !known(String(to))) return unknown(response, 'agent');
		simulator.writeNote(request.params.id, String(to), String(content));
		return done(response);
	});
	router.use('/queues', queueActions(simulator));
	router.post('/reset', (_request, response) => {
		simulator.reset();
		return done(response);
	});
	return router;
}

/**
 * Serves a page that shows a running simulator and lets its switches and faults be clicked, on this
 * computer only. Rejects if the port is taken.
 * @param port default 0: any free one
 */
export async function servePage(simulator: Simulator, port = 0): Promise<Page> {
	const app = express()
		.disable('x-powered-by')
		.use(onlyFromHere)
		.use('/api', api(simulator))
		.use(express.static(join(__dirname, 'files')));
	const server = createServer(app);
	server.listen(port, 'localhost');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
