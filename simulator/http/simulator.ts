import { EventEmitter, once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import type { AgentSetup } from '../site/agentSetup';
import { createCertificates, type Certificates } from './certificates';
import { systemClock, type Clock } from '../site/clock';
import { Connections, type ConnectionCounts } from './connections';
import { loadContract } from '../gateway/contract';
import { DEMO_SITE } from '../site/demoSite';
import { Faults } from './faults';
import { Gateway } from '../gateway/gateway';
import { NODE_COOKIE } from '../site/node';
import { queueEvent, type GatewayEvent } from '../site/events';
import { deliverNote } from '../site/notes';
import { queueViews, serveCaller, type QueueView } from '../site/queues';
import { seededRandom } from '../site/random';
import { createApp } from './requestHandler';
import type { RecordedRequest } from './requests';
import type { SessionRecord } from '../site/session';
import type { QueueRef } from '../site/callers';
import { Site } from '../site/site';
import { endSession, type AgentView } from '../site/state';
import { DEFAULT_SWITCHES, type Switches } from '../site/switches';
import { watchersOf } from '../site/monitoring';
import { becomeIdle, endCall, setBusy, setRest } from '../site/transitions';

export interface SimulatorOptions {
	/** Default 0: any free port. */
	port?: number;
	/** Default true; false: plain HTTP. */
	tls?: boolean;
	/** Default: the computer's own. */
	clock?: Clock;
	/** Default: the demo site. */
	agents?: readonly AgentSetup[];
	switches?: Partial<Switches>;
	/** Milliseconds before each answer; the request is performed at once. Default 0. */
	answerDelay?: number;
	/** For faults with a probability: 0 up to but not including 1. Default: the same every run. */
	random?: () => number;
}

/** A running simulator. */
export interface Simulator {
	/** Such as `https://localhost:8043`, without a path. */
	readonly url: string;
	readonly port: number;
	/** PEM of the private CA; empty for plain HTTP. */
	readonly ca: string;
	/** The `Cookie` that the switch `cookiesRequired` requires. */
	readonly cookie: string;
	/** May be changed while it runs. */
	readonly switches: Switches;
	readonly faults: Faults;
	/** In order of arrival. */
	readonly requests: RecordedRequest[];
	/**
	 * Every session that was opened by signing in, in order, as the clock has it at the moment of
	 * reading this property.
	 */
	readonly sessions: readonly SessionRecord[];
	readonly openConnections: Readonly<ConnectionCounts>;
	/** A live view; throws for an agent who does not exist. */
	agent(id: string): AgentView;
	agents(): AgentView[];
	addAgent(setup: AgentSetup): AgentView;
	/** Ends the agent's session, if one is open. */
	signOut(id: string): void;
	/**
	 * Ends the agent's call or wrap-up: busy or at rest if that was booked, otherwise idle. Or ends the call and begins
	 * the wrap-up.
	 */
	endCall(id: string, next?: 'idle' | 'wrapUp'): void;
	/** At its desk an agent goes to rest, by default for ten minutes, or becomes idle. Not during a call. */
	rest(id: string, seconds?: number): void;
	idle(id: string): void;
	/** At its desk an agent sets itself busy; during a call and wrap-up that is booked. */
	busy(id: string, reason?: number): void;
	/** The IDs of the agents who monitor this one, in ascending order. */
	watchedBy(id: string): string[];
	/** At its desk an agent writes a note to another one. */
	writeNote(from: string, to: string, content: string): void;
	/** The skill queues of all VDNs at this moment, in the order of VDNs and IDs. */
	queues(): QueueView[];
	/** A caller arrives in a skill queue, at this moment of the clock. */
	callerArrives(queue: QueueRef): void;
	/** The caller who has waited longest hangs up; false if no caller waits. */
	callerLeaves(queue: QueueRef): boolean;
	/**
	 * Connects the caller who has waited longest with the agent who has been idle longest, whose call begins; false if
	 * there is no caller or no such agent.
	 */
	serveCaller(queue: QueueRef): boolean;
	/** Puts any event into an agent's queue, also one that no page describes. Content: by default null. */
	pushEvent(id: string, eventType: string, content?: GatewayEvent['content']): void;
	/** Agents and switches as at the start; no faults, no requests, no sessions opened. */
	reset(): void;
	/** Stops and disconnects all clients. */
	close(): Promise<void>;
	/** `request` is emitted when a request has ended, answered or not. */
	on(event: 'request', listener: (request: RecordedRequest) => void): this;
}

/**
 * Accepts TCP connections and hands them to the HTTP(S) server, unless a fault refuses them. A server of its own,
 * because a refusal has to come before TLS sees the connection.
 */
function createListener(
	app: RequestListener,
	certificates: Certificates | undefined,
	connections: Connections,
	faults: Faults,
): Server {
	const webServer = certificates
		? createHttpsServer({ cert: certificates.cert, key: certificates.key }, app)
		: createHttpServer(app);
	return createTcpServer((socket) => {
		if (faults.refusesConnection()) {
			socket.resetAndDestroy();
			return;
		}
		connections.add(socket);
		webServer.emit('connection', socket);
	});
}

/** The parts of a simulator that are put together before it runs. */
interface Parts {
	listener: Server;
	connections: Connections;
	site: Site;
	switches: Switches;
	faults: Faults;
	requests: RecordedRequest[];
	/** Emits `request` when a request has ended. */
	ends: EventEmitter;
	/** Aborted when it stops: delayed answers and waiting polls end. */
	controller: AbortController;
	ca: string;
}

class RunningSimulator implements Simulator {
	readonly url: string;
	readonly port: number;
	readonly ca: string;
	readonly cookie = NODE_COOKIE;
	readonly switches: Switches;
	readonly faults: Faults;
	readonly requests: RecordedRequest[];
	readonly openConnections: Readonly<ConnectionCounts>;
	private readonly initialSwitches: Readonly<Switches>;

	constructor(private readonly parts: Parts) {
		this.port = (parts.listener.address() as AddressInfo).port;
		this.url = `${parts.ca ? 'https' : 'http'}://localhost:${this.port}`;
		this.ca = parts.ca;
		this.switches = parts.switches;
		this.initialSwitches = { ...parts.switches };
		this.faults = parts.faults;
		this.requests = parts.requests;
		this.openConnections = parts.connections.counts;
	}

	get sessions(): readonly SessionRecord[] {
		return this.parts.site.sessions;
	}

	agent(id: string): AgentView {
		return this.parts.site.get(id);
	}

	agents(): AgentView[] {
		return this.parts.site.all();
	}

	addAgent(setup: AgentSetup): AgentView {
		return this.parts.site.add(setup);
	}

	signOut(id: string): void {
		endSession(this.parts.site.get(id), 'test');
	}

	endCall(id: string, next?: 'idle' | 'wrapUp'): void {
		endCall(this.parts.site.get(id), next);
	}

	rest(id: string, seconds = 600): void {
		setRest(this.parts.site.get(id), { seconds, cause: 0 }, 0);
	}

	idle(id: string): void {
		becomeIdle(this.parts.site.get(id));
	}

	busy(id: string, reason = 0): void {
		setBusy(this.parts.site.get(id), reason);
	}

	watchedBy(id: string): string[] {
		return watchersOf(this.parts.site.get(id));
	}

	writeNote(from: string, to: string, content: string): void {
		const { site } = this.parts;
		deliverNote(site.get(from), [site.get(to)], content, site.switches);
	}

	queues(): QueueView[] {
		const { site } = this.parts;
		const vdns = [...new Set(site.all().map(({ vdn }) => vdn))].sort((one, other) => one - other);
		return vdns.flatMap((vdn) => queueViews(site, vdn));
	}

	callerArrives(queue: QueueRef): void {
		const { callers, clock } = this.parts.site;
		callers.add(queue, clock.now());
	}

	callerLeaves(queue: QueueRef): boolean {
		return this.parts.site.callers.remove(queue);
	}

	serveCaller(queue: QueueRef): boolean {
		return serveCaller(this.parts.site, queue);
	}

	pushEvent(id: string, eventType: string, content?: GatewayEvent['content']): void {
		queueEvent(this.parts.site.get(id), eventType, content);
	}

	reset(): void {
		Object.assign(this.switches, this.initialSwitches);
		this.parts.site.reset();
		this.faults.clear();
		this.requests.length = 0;
	}

	on(event: 'request', listener: (request: RecordedRequest) => void): this {
		this.parts.ends.on(event, listener);
		return this;
	}

	async close(): Promise<void> {
		const { listener, connections, controller } = this.parts;
		controller.abort();
		const closed = once(listener, 'close');
		listener.close();
		connections.destroyAll();
		await closed;
	}
}

/** Starts a simulator and resolves when it listens. Rejects if the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const {
		port = 0,
		tls = true,
		clock = systemClock,
		agents = DEMO_SITE,
		answerDelay = 0,
	} = options;
	const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
	const site = new Site(agents, switches, clock);
	const faults = new Faults(options.random ?? seededRandom());
	const connections = new Connections();
	const requests: RecordedRequest[] = [];
	const [contract, certificates] = await Promise.all([
		loadContract(),
		tls ? createCertificates() : undefined,
	]);
	const gateway = new Gateway(contract, site);
	const ends = new EventEmitter();
	const controller = new AbortController();
	const onEnd = (request: RecordedRequest) => ends.emit('request', request);
	const app = createApp({
		gateway,
		site,
		faults,
		connections,
		clock,
		answerDelay,
		requests,
		onEnd,
		signal: controller.signal,
	});
	const listener = createListener(app, certificates, connections, faults);
	listener.listen(port, 'localhost');
	await once(listener, 'listening');
	const ca = certificates?.ca ?? '';
	return new RunningSimulator({
		listener,
		connections,
		site,
		switches,
		faults,
		requests,
		ends,
		controller,
		ca,
	});
}
