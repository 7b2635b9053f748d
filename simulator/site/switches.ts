/** The doubts that the documents leave and that change what a client must do, and the site's settings. */
export interface Switches {
	/** Agent ids end at 59999 (documents of 2023) or 999999 (release 25.200). Outside: HTTP 404. */
	idRange: '2023' | '25.200';
	/** Whose Guid may act for an agent: its own only, or that of anybody signed in to its VDN. */
	guidScope: 'own' | 'vdn';
	/** Retcode for an agent that is signed in, called with a Guid that may not act for it. */
	badGuid: '100-006' | '000-003';
	/** Retcode for a busy agent set busy again without reason 200-250 and prolong=true. */
	busyAgain: '100-009' | '000-002';
	/** HTTP status of an answer whose retcode is not 0. */
	refusalStatus: number;
	/**
	 * Which answers carry `Set-GUID`, besides sign-in: accepted polls and heartbeats that came with
	 * another Guid than the newest, or every accepted answer.
	 */
	setGuidOn: 'poll' | 'every';
	/** Which requests need a Content-Type: `every` one, or those with a body only (`bodies`). */
	contentTypeOn: 'every' | 'bodies';
	/** Whether the recipients of a note may be given as text, `["31001"]`. */
	agentIdStrings: boolean;
	/** What `AgentOther_Note` brings with it: nothing (`null`), or the note. */
	noteEvent: 'null' | 'note';
	/** Whether events say when they came about. The pages of 2026 show it, those before do not. */
	eventGenTime: boolean;
	/** Whether a poll that waits while its agent is signed out brings that as its last event, or is refused. */
	signOutTold: boolean;
	/**
	 * Monitoring other agents: no page names `beginmonitor`, which clients of 2014 and 2018 use. It is
	 * `known`, or an unknown address, answered with HTTP 404 or with 000-002.
	 */
	monitorCalls: 'known' | '404' | '000-002';
	/** What a monitoring inspector is told: signing in and out, as `documented`, or `all` states. */
	monitorEvents: 'all' | 'documented';
	/** Whether a request without the node's cookie is refused with 000-003. */
	cookiesRequired: boolean;
	/** `AUTHMODE`: whether Guids of sessions opened by signing in change and expire (`dynamic`). */
	authMode: 'dynamic' | 'static';
	/** `GUIDINTERVAL`: milliseconds from sign-in to the second Guid, and so on. */
	guidInterval: number;
	/** `GUIDTIMEOUT`: milliseconds that a Guid is honoured after it was issued. */
	guidTimeout: number;
	/** `MAXTIME`: milliseconds without a sign of life after which an agent is signed out. */
	idleTimeout: number;
	/** Signs of life: sign-in, polls and heartbeats only, or any request the Guid admits. */
	keepAliveBy: 'poll' | 'any';
	/** Milliseconds that a poll waits for an event. */
	pollWait: number;
	/** Milliseconds that a sign-in takes. */
	signInTime: number;
	/** How many wrong passwords in a row lock an agent's account. */
	lockAfter: number;
	/** How many queries an agent may ask in two seconds; more are refused with 000-007. 0: any number. */
	queryLimit: number;
	/** Milliseconds until a rest begins that could begin at once. */
	restDelay: number;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
	idRange: '25.200',
	guidScope: 'own',
	badGuid: '000-003',
	busyAgain: '100-009',
	refusalStatus: 200,
	setGuidOn: 'poll',
	contentTypeOn: 'every',
	agentIdStrings: false,
	noteEvent: 'null',
	eventGenTime: false,
	signOutTold: false,
	monitorCalls: 'known',
	monitorEvents: 'all',
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
	restDelay: 0,
};
