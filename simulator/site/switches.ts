/**
 * The availability of a group of calls at a site: `known`; known, but the agent lacks the right (`noRight`); or an
 * unknown address, answered with HTTP 404 or with 000-002.
 */
export type Availability = 'known' | 'noRight' | '404' | '000-002';

/** The doubts that the documents leave and that matter to a client, and the site's settings. */
export interface Switches {
	/**
	 * Agent ids end at 59999 (documents of 2023) or 999999 (release 25.200); `withGap`: as 25.200 without
	 * 60000 to 69999 (the monitoring pages). Outside: HTTP 404.
	 */
	idRange: '2023' | '25.200' | 'withGap';
	/** The Guids that may act for an agent: its own only, or that of any agent signed in to its VDN. */
	guidScope: 'own' | 'vdn';
	/**
	 * Answer to a Guid that may not act for the agent, who is signed in: a retcode, or HTTP 401 (`http`).
	 * `served`: a Guid of no open session is not checked; that of another agent is refused with 000-003.
	 */
	badGuid: '100-006' | '000-003' | 'http' | 'served';
	/** Retcode for a busy agent set busy again without reason 200-250 and prolong=true; 0: accepted. */
	busyAgain: '100-009' | '000-002' | '0';
	/** Effect of `prolong` on an agent who is not busy: becomes busy, or is refused with 100-009. */
	prolongIdle: 'busy' | 'refused';
	/** First release with this behaviour of `cancelbusy`: from 26.100 on it also cancels a booked busy state. */
	cancelBusy: '25.200' | '26.100';
	/** HTTP status of an answer whose retcode is not 0. */
	refusalStatus: number;
	/** `result` of an answer whose retcode is not 0: `{}`, `""`, or no such key. */
	refusalResult: 'object' | 'text' | 'none';
	/** Headers that bring a Guid: `Set-GUID`, `Guid` (the bare value), or both. */
	guidHeader: 'both' | 'setGuid' | 'guid';
	/**
	 * The answers that carry `Set-GUID`, besides sign-in: accepted polls and heartbeats that came with another Guid
	 * than the newest, or every accepted answer.
	 */
	setGuidOn: 'poll' | 'every';
	/** The requests that need a Content-Type: `every` one, or those with a body only (`bodies`). */
	contentTypeOn: 'every' | 'bodies';
	/** True if the recipients of a note may be given as text, `["31001"]`. */
	agentIdStrings: boolean;
	/** The content of `AgentOther_Note`: nothing (`null`), or the note. */
	noteEvent: 'null' | 'note';
	/** A note to its own sender: delivered, or refused with 100-001. */
	noteToSelf: 'delivered' | 'refused';
	/**
	 * A note with one recipient who does not exist: reaches `nobody` and is refused with 100-001; reaches the `others`
	 * and is refused; reaches the others and is `accepted`.
	 */
	wrongRecipient: 'nobody' | 'others' | 'accepted';
	/** True if events carry their time. The pages of 2026 show it, those before do not. */
	eventGenTime: boolean;
	/**
	 * True if a poll that waits while its agent is signed out returns that as its last event; otherwise it is refused.
	 */
	signOutDelivered: boolean;
	/** Monitoring other agents: no page names `beginmonitor`, which clients of 2014 and 2018 use. */
	monitorCalls: Availability;
	/** Looking up other agents: `agentbyworkno`, `agentbyskill`. */
	lookUpCalls: Availability;
	/** Listing the skill queues of the VDN: `agentvdnskill`. */
	queueCalls: Availability;
	/** The numbers of skill queues: `queryacdstat`. */
	statisticsCalls: Availability;
	/** The changes that a monitoring inspector receives: signing in and out, as `documented`, or `all` states. */
	monitorEvents: 'all' | 'documented';
	/** Unit of `currentstatetime`; `doesNotGrow`: always 0. */
	stateTimeUnit: 'seconds' | 'milliseconds' | 'doesNotGrow';
	/** The answer of `querycustomstate` while no custom status is set. */
	noCustomStatus: '65535' | '0';
	/** True if `listenStatus` at an inspector's sign-in subscribes it to the sign-ins and sign-outs of its VDN. */
	listenStatus: boolean;
	/** True if the answer of a sign-in sets cookies. */
	signInCookies: boolean;
	/**
	 * The state of passwords in the answer of a sign-in: valid, to be changed before anything else, or valid for
	 * another 14 days. The agent's own `forceChange` counts as well.
	 */
	password: 'fine' | 'change' | 'expires';
	/** True if a request without the node's cookie is refused with 000-003. */
	cookiesRequired: boolean;
	/** `AUTHMODE`: Guids of sessions opened by signing in change and expire (`dynamic`), or do not (`static`). */
	authMode: 'dynamic' | 'static';
	/** `GUIDINTERVAL`: milliseconds from sign-in to the second Guid, and so on. */
	guidInterval: number;
	/** `GUIDTIMEOUT`: milliseconds for which a Guid is valid after it was issued. */
	guidTimeout: number;
	/** `MAXTIME`: milliseconds without a sign of life after which an agent is signed out. */
	idleTimeout: number;
	/** Signs of life: sign-in, polls and heartbeats only, or any request the Guid admits. */
	keepAliveBy: 'poll' | 'any';
	/** Milliseconds that a poll waits for an event. */
	pollWait: number;
	/** Milliseconds that a sign-in takes. */
	signInTime: number;
	/** Number of wrong passwords in a row that lock an agent's account. */
	lockAfter: number;
	/** Number of queries that an agent may send in two seconds; more are refused. 0: any number. */
	queryLimit: number;
	/** Answer to a query that is one too many: 000-007, or HTTP 429. */
	queryRefusal: '000-007' | 'http';
	/** Milliseconds until a rest begins that could begin at once. */
	restDelay: number;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
	idRange: '25.200',
	guidScope: 'own',
	badGuid: '000-003',
	busyAgain: '100-009',
	prolongIdle: 'busy',
	cancelBusy: '25.200',
	refusalStatus: 200,
	refusalResult: 'object',
	guidHeader: 'both',
	setGuidOn: 'poll',
	contentTypeOn: 'every',
	agentIdStrings: false,
	noteEvent: 'null',
	noteToSelf: 'delivered',
	wrongRecipient: 'nobody',
	eventGenTime: false,
	signOutDelivered: false,
	monitorCalls: 'known',
	lookUpCalls: 'known',
	queueCalls: 'known',
	statisticsCalls: 'known',
	monitorEvents: 'all',
	stateTimeUnit: 'seconds',
	noCustomStatus: '65535',
	listenStatus: true,
	signInCookies: true,
	password: 'fine',
	cookiesRequired: false,
	authMode: 'dynamic',
	guidInterval: 60_000,
	guidTimeout: 120_000,
	idleTimeout: 120_000,
	keepAliveBy: 'poll',
	pollWait: 10_000,
	signInTime: 0,
	lockAfter: 5,
	queryLimit: 5,
	queryRefusal: '000-007',
	restDelay: 0,
};
