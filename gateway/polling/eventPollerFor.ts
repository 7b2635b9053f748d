/** Whose events are asked for in this n8n server or worker: one poller per agent and gateway. */
import { Listening, type Clock, type Whose } from './eventPoller';

/** As many as there are agents whose events somebody has listened to. */
const listenings = new Map<string, Listening>();

/** The poller of an agent; it rests until somebody joins. */
export function listeningTo(whose: Whose, clock: Clock): Listening {
	const key = `${whose.agentId}@${whose.baseUrl}`;
	const known = listenings.get(key) ?? new Listening(whose, clock);
	listenings.set(key, known);
	return known;
}
