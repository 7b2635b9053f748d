/** The doubts that the documents leave and that change what a client must do. */
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
	 * Which answers carry `Set-GUID`: only those of polling (none of the present operations), or
	 * every accepted one.
	 */
	setGuidOn: 'poll' | 'every';
	/** Whether a request without the node's cookie is refused with 000-003. */
	cookiesRequired: boolean;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
	idRange: '25.200',
	guidScope: 'own',
	badGuid: '000-003',
	busyAgain: '100-009',
	refusalStatus: 200,
	setGuidOn: 'poll',
	cookiesRequired: false,
};
