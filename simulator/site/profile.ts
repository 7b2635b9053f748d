import { DEFAULT_SWITCHES, type Switches } from './switches';

type Position = Readonly<Partial<Switches>>;

/**
 * The answers of the node Check Gateway, by question and code, as positions of switches. An empty position
 * is a code that the defaults already stand for, or that leaves nothing to set.
 */
const POSITIONS: Readonly<Record<string, Readonly<Record<string, Position>>>> = {
	guidHeader: {
		setGuid: { guidHeader: 'setGuid' },
		guid: { guidHeader: 'guid' },
		both: { guidHeader: 'both' },
	},
	cookies: { none: { signInCookies: false }, some: { signInCookies: true } },
	password: {
		fine: { password: 'fine' },
		change: { password: 'change' },
		expires: { password: 'expires' },
	},
	wrongGuid: {
		session: { badGuid: '100-006' },
		permission: { badGuid: '000-003' },
		http: { badGuid: 'http' },
		served: { badGuid: 'served' },
	},
	cookiesNeeded: { needed: { cookiesRequired: true }, notNeeded: { cookiesRequired: false } },
	contentType: { needed: { contentTypeOn: 'every' }, notNeeded: { contentTypeOn: 'bodies' } },
	stateTimeUnit: {
		seconds: { stateTimeUnit: 'seconds' },
		milliseconds: { stateTimeUnit: 'milliseconds' },
		doesNotGrow: { stateTimeUnit: 'doesNotGrow' },
	},
	idRange: {
		to59999: { idRange: '2023' },
		to999999: { idRange: '25.200' },
		withGap: { idRange: 'withGap' },
	},
	scope: { own: { guidScope: 'own' }, vdn: { guidScope: 'vdn' } },
	lookUp: {
		yes: { lookUpCalls: 'known' },
		noRight: { lookUpCalls: 'noRight' },
		notThere: { lookUpCalls: '404' },
	},
	queues: {
		yes: { queueCalls: 'known' },
		noRight: { queueCalls: 'noRight' },
		notThere: { queueCalls: '404' },
	},
	statistics: {
		yes: { statisticsCalls: 'known' },
		noRight: { statisticsCalls: 'noRight' },
		notThere: { statisticsCalls: '404' },
	},
	sixthQuery: {
		served: { queryLimit: 0 },
		busy: { queryLimit: DEFAULT_SWITCHES.queryLimit, queryRefusal: '000-007' },
		http: { queryLimit: DEFAULT_SWITCHES.queryLimit, queryRefusal: 'http' },
	},
	busyAgain: { refused: { busyAgain: '100-009' }, accepted: { busyAgain: '0' } },
	prolongIdle: { yes: { prolongIdle: 'busy' }, refused: { prolongIdle: 'refused' } },
	noCustomStatus: { '65535': { noCustomStatus: '65535' }, '0': { noCustomStatus: '0' } },
	noteEvent: {
		nothing: { noteToSelf: 'delivered', noteEvent: 'null' },
		text: { noteToSelf: 'delivered', noteEvent: 'note' },
		selfRefused: { noteToSelf: 'refused' },
	},
	wrongRecipient: {
		nobody: { wrongRecipient: 'nobody' },
		others: { wrongRecipient: 'others' },
		accepted: { wrongRecipient: 'accepted' },
	},
	monitor: {
		yes: { monitorCalls: 'known' },
		noRight: { monitorCalls: 'noRight' },
		notThere: { monitorCalls: '404' },
	},
	guidOverlap: { neverReplaced: { authMode: 'static' } },
	keepAlive: { anyRequest: { keepAliveBy: 'any' }, pollsOnly: { keepAliveBy: 'poll' } },
};

/** The questions of a profile that a simulator can follow. */
export const PROFILE_QUESTIONS: readonly string[] = Object.keys(POSITIONS);

/** Answers that stand for a question which was not answered. */
const UNANSWERED = ['notAsked', 'other', ''];

/** A profile as positions of switches, and what a simulator cannot follow: `id: code`. */
export interface Profile {
	readonly switches: Position;
	readonly ignored: readonly string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lifetime of an old Guid, in seconds: `50`, `"50"`, `"50 s"`. */
function overlapOf(code: string): Position | undefined {
	const seconds = /^(\d{1,5})( ?s)?$/.exec(code)?.[1];
	if (seconds === undefined) return undefined;
	const { guidInterval } = DEFAULT_SWITCHES;
	return { authMode: 'dynamic', guidTimeout: guidInterval + Number(seconds) * 1000 };
}

function positionOf(id: string, code: string): Position | undefined {
	const codes = Object.hasOwn(POSITIONS, id) ? POSITIONS[id] : undefined;
	if (codes && Object.hasOwn(codes, code)) return codes[code];
	return id === 'guidOverlap' ? overlapOf(code) : undefined;
}

/** Yields every answer inside a value, whatever lies around it: items of n8n, a list, `{ id: code }`. */
function* answersIn(value: unknown): Generator<[id: string, code: string]> {
	if (Array.isArray(value)) {
		for (const entry of value) yield* answersIn(entry);
	} else if (isObject(value)) {
		const { id, code } = value;
		if (typeof id === 'string' && ['string', 'number'].includes(typeof code)) {
			yield [id, String(code)];
		}
		for (const [key, inner] of Object.entries(value)) {
			if (key === 'id' || key === 'code') continue;
			if (!Object.hasOwn(POSITIONS, key)) yield* answersIn(inner);
			else if (isObject(inner)) yield* answersIn({ id: key, ...inner });
			else if (typeof inner === 'string' || typeof inner === 'number') yield [key, String(inner)];
		}
	}
}

/**
 * Reads a profile of the node Check Gateway: its item `profile`, all its items, or `{ "id": "code" }`.
 * Questions that no switch stands for are left out, as are those that were not answered.
 * @param profile parsed JSON
 * @throws Error if there is no answer in it that a simulator knows
 */
export function readProfile(profile: unknown): Profile {
	let switches: Position = {};
	const ignored = new Set<string>();
	let followed = 0;
	for (const [id, code] of answersIn(profile)) {
		const position = positionOf(id, code);
		if (position) {
			switches = { ...switches, ...position };
			followed += 1;
		} else if (Object.hasOwn(POSITIONS, id) && !UNANSWERED.includes(code)) {
			ignored.add(`${id}: ${code}`);
		}
	}
	if (followed === 0) throw new Error('It holds no answer of the node Check Gateway.');
	return { switches, ignored: [...ignored] };
}
