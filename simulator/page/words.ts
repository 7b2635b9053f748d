/** What the page says of an agent, in words. */
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

/** The busy reason of an agent whom an inspector set busy has no word of the site. */
const BUSY_REASONS: Words = { ...DEMO_WORDS.busyReasons, 3: 'by an inspector' };

/** The word and the code; of a code without a word, what it is. */
const wordFor = (words: Words, code: number, what: string): string =>
	words[code] === undefined ? `${what} ${code}` : `${words[code]} (${code})`;

/** Why an agent is busy or rests, or will be; empty without a reason. */
function reasonOf({ state, preBusy, busyReason, preRest, restCause }: AgentView): string {
	const busy = preBusy || (state === 'busy' && !preRest);
	const rest = preRest || (state === 'rest' && !preBusy);
	if (busy && busyReason > 0) return `: ${wordFor(BUSY_REASONS, busyReason, 'reason')}`;
	if (rest && restCause > 0) return `: ${wordFor(DEMO_WORDS.restReasons, restCause, 'reason')}`;
	return '';
}

/** What an agent is doing, and what is booked: "talking, busy next: Lunch (201)". */
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
