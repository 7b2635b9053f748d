/** The page's words for an agent. */
import { DEMO_WORDS, type Words } from '../site/demoWords';
import { MEDIA_TYPES } from '../site/mediaTypes';
import { NO_CUSTOM_STATE, type AgentView } from '../site/state';

const STATES: Readonly<Record<AgentView['state'], string>> = {
	idle: 'idle',
	busy: 'busy',
	wrapUp: 'wrap-up',
	talking: 'talking',
	rest: 'resting',
};

/** The busy reason of an agent that an inspector set busy has no word of the site. */
const BUSY_REASONS: Words = { ...DEMO_WORDS.busyReasons, 3: 'by an inspector' };

/** The word and the code; for a code without a word, the kind of the code. */
const wordFor = (words: Words, code: number, what: string): string =>
	words[code] === undefined ? `${what} ${code}` : `${words[code]} (${code})`;

/** The reason for a present or booked busy state or rest; empty without one. */
function reasonOf({ state, preBusy, busyReason, preRest, restCause }: AgentView): string {
	const busy = preBusy || (state === 'busy' && !preRest);
	const rest = preRest || (state === 'rest' && !preBusy);
	if (busy && busyReason > 0) return `: ${wordFor(BUSY_REASONS, busyReason, 'reason')}`;
	if (rest && restCause > 0) return `: ${wordFor(DEMO_WORDS.restReasons, restCause, 'reason')}`;
	return '';
}

/** The present state, and the booked one: "talking, busy next: Lunch (201)". */
export function doingOf(agent: AgentView): string {
	if (!agent.signedIn) return 'signed out';
	const booked = agent.preBusy ? ', busy next' : agent.preRest ? ', rest next' : '';
	return STATES[agent.state] + booked + reasonOf(agent);
}

/** Empty while there is none. */
export const customStatusOf = ({ customState }: AgentView): string =>
	customState === NO_CUSTOM_STATE ? '' : wordFor(DEMO_WORDS.customStatuses, customState, 'status');

/** "Social Chat: 5", by media type; only limits that were set. */
export const limitsOf = ({ sessionLimits }: AgentView): string[] =>
	Object.entries(sessionLimits).map(
		([mediaType, limit]) => `${MEDIA_TYPES[mediaType] ?? mediaType}: ${limit}`,
	);

/** "Amara Okafor (31001)". */
export const nameOf = ({ id, name }: Pick<AgentView, 'id' | 'name'>): string =>
	name === id ? id : `${name} (${id})`;
