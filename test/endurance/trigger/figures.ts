/** The figures of a run of the trigger. */
import { cpus } from 'node:os';
import type { Counts } from '../figures';
import { growths, type Growth } from '../judge/memory';
import type { Options } from '../options';
import type { Publication } from '../pages';
import type { Finding } from '../records';
import { growthText, list, sum, verdict } from '../report';
import type { TriggerEvidence } from './records';

export interface TriggerFigures {
	seed: number;
	minutes: number;
	date: string;
	cores: number;
	passed: boolean;
	findings: Finding[];
	/** Events taken by polls, and events whose answers arrived. */
	events: { handedOut: number; arrived: number };
	executions: number;
	/** Failed executions that reported an outage. Absent in older figures. */
	reported?: number;
	republished?: number;
	restarts?: number;
	/** Time from the answer with an event to the execution in n8n's database, in ms. */
	delay: { median: number; p95: number; longest: number };
	/** By operation. */
	requests: Counts;
	sessions: number;
	/** Number of times the gateway lost its sessions. */
	forgotten: number;
	signIns: number;
	faults: Counts;
	memory: Growth[];
}

/** Delays of the events that started one execution each. */
function delaysOf({ handedOut, started }: TriggerEvidence): number[] {
	const at = new Map(handedOut.flatMap((one) => (one.arrived ? [[one.key, one.at]] : [])));
	return started
		.map(({ key, createdAt }) => createdAt - (at.get(key) ?? NaN))
		.filter((delay) => !Number.isNaN(delay))
		.sort((one, other) => one - other);
}

const share = (sorted: readonly number[], part: number): number =>
	Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

export function figuresOf(
	evidence: TriggerEvidence,
	{ seed, minutes }: Options,
	findings: Finding[],
): TriggerFigures {
	const delays = delaysOf(evidence);
	return {
		seed,
		minutes,
		date: new Date(evidence.from).toISOString().slice(0, 10),
		cores: cpus().length,
		passed: findings.length === 0,
		findings,
		events: {
			handedOut: evidence.handedOut.length,
			arrived: evidence.handedOut.filter(({ arrived }) => arrived).length,
		},
		executions: evidence.executions,
		reported: evidence.reported,
		republished: evidence.republished,
		restarts: evidence.restarts.length,
		delay: { median: share(delays, 0.5), p95: share(delays, 0.95), longest: share(delays, 1) },
		requests: evidence.requests,
		sessions: evidence.sessions.length,
		forgotten: evidence.forgotten,
		signIns: evidence.signIns.all,
		faults: evidence.faults,
		memory: growths(evidence.lives),
	};
}

export const PUBLICATION: Publication<TriggerFigures> = {
	prefix: 'trigger-seed',
	marker: 'trigger figures',
	rows: (figures) => {
		const { events, delay } = figures;
		return [
			['`minutes`', String(figures.minutes)],
			['`passed`', verdict(figures)],
			['`events`', `${events.handedOut} handed out, ${events.arrived} arrived`],
			['`executions`', String(figures.executions)],
			[
				'`returns`',
				`published again ${figures.republished ?? 0} times, n8n restarted ${figures.restarts ?? 0} times, outages reported ${figures.reported ?? 0} times`,
			],
			[
				'`delay`',
				`median ${delay.median} ms, 95th percentile ${delay.p95} ms, longest ${delay.longest} ms`,
			],
			['`requests`', `${sum(figures.requests)}: ${list(figures.requests)}`],
			['`sessions`', `${figures.sessions}, of which ${figures.forgotten} forgotten by the gateway`],
			['`signIns`', String(figures.signIns)],
			['`faults`', `${sum(figures.faults)}: ${list(figures.faults)}`],
			['`memory`', growthText(figures.memory)],
		];
	},
};
