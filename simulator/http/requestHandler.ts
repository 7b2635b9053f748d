import { performance } from 'node:perf_hooks';
import express, { type Express, type Request, type Response } from 'express';
import { plainAnswer } from '../gateway/answers';
import type { Clock } from '../site/clock';
import type { Connections } from './connections';
import type { ContractRequest, Route } from '../gateway/contract';
import { deliver } from './delivery';
import { endingOf, type Ending } from './faultEffects';
import type { Faults } from './faults';
import type { Gateway } from '../gateway/gateway';
import { headOf, parsedOrText, pathBelowBase, readBody, type BodyError } from './httpRequest';
import type { RecordedRequest } from './requests';
import type { IssuedGuid } from '../site/session';
import type { Site } from '../site/site';

/** The parts that a request passes through. */
export interface AppDependencies {
	gateway: Gateway;
	site: Site;
	faults: Faults;
	connections: Connections;
	clock: Clock;
	/** Milliseconds before each answer. */
	answerDelay: number;
	/** Where requests are recorded, on arrival. */
	requests: RecordedRequest[];
	/** Called when a request has ended, answered or not. */
	onEnd: (request: RecordedRequest) => void;
	/** Aborted when the simulator stops, which disconnects all clients. */
	signal: AbortSignal;
}

function newRecord(
	{ method, path, headers, query }: Omit<ContractRequest, 'text'>,
	route: Route,
	at: number,
	issued: IssuedGuid | undefined,
): RecordedRequest {
	return {
		at,
		method,
		path: pathBelowBase(path),
		query,
		headers,
		...(issued && {
			guidAge: at - issued.issuedAt,
			deadGuid: !issued.session.accepts(issued),
		}),
		body: undefined,
		...('path' in route && { operation: route.operationId, agentId: route.path.agentid }),
		carriedOut: false,
		startedAt: performance.now(),
	};
}

/** The ending of a request with an unreadable body. */
function endingWithoutBody({ status, type, message }: BodyError): Ending {
	// The client disconnected: there is no one left to answer.
	if (type === 'request.aborted') return { kind: 'reset' };
	return { kind: 'answer', answer: plainAnswer(status, message) };
}

/** The web application: records each request, lets a fault or the gateway decide, and answers. */
export function createApp(dependencies: AppDependencies): Express {
	const { gateway, site, faults, connections, clock, answerDelay, requests, onEnd, signal } =
		dependencies;

	/** Lets the planned fault, if one strikes, and the gateway decide. */
	async function decide(
		request: ContractRequest,
		route: Route,
		record: RecordedRequest,
		clientSignal: AbortSignal,
	): Promise<Ending> {
		record.body = parsedOrText(request.text);
		const fault = faults.faultFor(record);
		record.fault = fault?.kind;
		return await endingOf(fault, {
			answerKeys: gateway.answerKeys(route),
			guid: request.headers.guid,
			carryOut: async () => {
				const answer = await gateway.answer(request, route, clientSignal);
				record.retcode = answer.retcode;
				if (answer.event) record.event = answer.event;
				record.carriedOut = answer.retcode === '0';
				return answer;
			},
		});
	}

	async function handle(request: Request, response: Response): Promise<void> {
		const head = headOf(request);
		const route = gateway.route(head.method, head.path);
		const record = newRecord(head, route, clock.now(), site.issued.get(head.headers.guid ?? ''));
		requests.push(record);
		const controller = new AbortController();
		response.once('close', () => controller.abort());
		const clientSignal = AbortSignal.any([controller.signal, signal]);

		const decided = await readBody(request, response).then(
			async (text) => await decide({ ...head, text }, route, record, clientSignal),
			endingWithoutBody,
		);
		// The client disconnected while the gateway was busy with the request: there is no one left to answer.
		const ending: Ending = clientSignal.aborted ? { kind: 'reset' } : decided;

		const end = () => {
			record.endedAt = performance.now();
			onEnd(record);
		};
		if (ending.kind === 'stall') {
			response.once('close', end);
			return;
		}
		if (answerDelay > 0) await clock.sleep(answerDelay, clientSignal);
		if (ending.kind !== 'reset' && !clientSignal.aborted) {
			record.status = ending.answer.status;
			record.retcode = ending.answer.retcode ?? record.retcode;
		}
		end();
		deliver(ending, response, connections);
	}

	return express().disable('x-powered-by').use(handle);
}
