/** What the page calls the switches and the faults. */

export const SWITCHES = {
	idRange: 'Agent IDs',
	guidScope: 'A Guid acts for',
	badGuid: 'Wrong Guid',
	busyAgain: 'Busy again',
	refusalStatus: 'HTTP status of refusals',
	setGuidOn: 'New Guid comes on',
	contentTypeOn: 'Content-Type needed on',
	agentIdStrings: 'Recipients as text',
	noteEvent: 'A note’s event holds',
	eventGenTime: 'Events have a time',
	signOutTold: 'A sign-out is told to a waiting poll',
	monitorCalls: 'beginmonitor',
	monitorEvents: 'Told of monitored agents',
	cookiesRequired: 'Cookie needed',
	authMode: 'Guids',
	keepAliveBy: 'Kept alive by',
	queryLimit: 'Queries in two seconds (0: any number)',
	restDelay: 'Rest begins after (ms)',
};

export const FAULTS = {
	resetBefore: 'Connection lost, not carried out',
	resetAfter: 'Connection lost, carried out',
	stall: 'No answer, carried out',
	truncate: 'Half an answer, carried out',
	status: 'HTTP 502',
	html: 'A sign-in page answers',
	numericRetcode: 'Retcode is a number',
	refuseConnections: 'No connection',
};
