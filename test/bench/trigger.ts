/** The delay of the trigger, from the gateway's delivery of an event to the start of an execution. */
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator } from '../../simulator';
import { signInCredential, PASSWORD } from '../support/serviceAgents';
import { activate } from '../support/trigger';
import { triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';
import { SERVICE_AGENT } from './messages';

export interface TriggerFigures {
	/** Delay of a single event, in ms. */
	medianMs: number;
	p95Ms: number;
	/** Events of a burst, and the number of them that started an execution. */
	burst: number;
	emitted: number;
	/** Time until the last event of the burst has started one, in ms. */
	burstMs: number;
	/** Total number of sign-ins. */
	signIns: number;
}

/** Pause between single events, in ms. */
const APART = 20;

/** The value below which this share of the values lies. */
const quantile = (values: number[], share: number): number =>
	[...values].sort((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? NaN;

/** Runs gateway and n8n's engine in one process, so that both times are from one clock. */
export async function measureTrigger(single: number, burst: number): Promise<TriggerFigures> {
	const id = String(SERVICE_AGENT);
	const gateway = await startSimulator({ agents: [{ id, signedIn: false, password: PASSWORD }] });
	const active = await activate(triggerFlow({ events: ['noteReceived'] }), {
		credential: signInCredential(gateway, id),
	});
	const push = (): void => gateway.pushEvent(id, 'AgentOther_Note');
	try {
		for (let count = 1; count <= single; count++) {
			push();
			await until('an event', () => active.emitted.length >= count);
			await pause(APART);
		}
		const handedOut = gateway.requests.filter(
			({ event }) => event?.eventType === 'AgentOther_Note',
		);
		const times = handedOut.map(
			({ endedAt = NaN }, index) => (active.emittedAt[index] ?? NaN) - endedAt,
		);

		const begun = performance.now();
		for (let count = 0; count < burst; count++) push();
		await until('a burst', () => active.emitted.length >= single + burst, 120_000);
		return {
			medianMs: quantile(times, 0.5),
			p95Ms: quantile(times, 0.95),
			burst,
			emitted: active.emitted.length - single,
			burstMs: performance.now() - begun,
			signIns: gateway.requests.filter(({ operation }) => operation === 'login').length,
		};
	} finally {
		await active.close();
		await gateway.close();
	}
}
