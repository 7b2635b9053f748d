/** Ends the polling of an agent: stops its monitoring and informs the other servers and workers. */
import type { EventConnection, Subscriber } from './subscribers';
import { unlessAborted } from './untilEnd';
import type { AgentMonitor } from './agentMonitor';

/** Delay after the last poll, in ms. A workflow that is published again subscribes earlier. */
const FAREWELL_MS = 5_000;

export interface LastOne {
	/** The trigger whose credential was used for polling. */
	by: Subscriber;
	watching: AgentMonitor;
	/** Returns true if a credential still names the agent. */
	isOurs: (connection: EventConnection) => boolean;
	/** Waits; ends early, without throwing, at the signal. Keeps no process alive. */
	linger: (ms: number, signal: AbortSignal) => Promise<void>;
}

export class Farewell {
	private readonly cancelled = new AbortController();

	/** Resolves when nothing is in progress any more. Does not reject. */
	readonly ended: Promise<void>;

	constructor(lastOne: LastOne) {
		this.ended = this.run(lastOne).catch(() => {});
	}

	/** Cancels the farewell, because a trigger has subscribed. Requests in progress are completed. */
	cancel(): void {
		this.cancelled.abort();
	}

	private async run({ by, watching, isOurs, linger }: LastOne): Promise<void> {
		const { signal } = this.cancelled;
		await unlessAborted(linger(FAREWELL_MS, signal), signal);
		if (signal.aborted) return;
		const connected = await by.connect(new AbortController().signal);
		if (signal.aborted || 'type' in connected || !isOurs(connected)) return;
		const { events } = connected;
		const session = events.current;
		if (session === undefined) return;
		await watching.end(events, session);
		await events.withdraw();
	}
}
