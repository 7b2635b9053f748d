/**
 * All known retcodes of the gateway, in our own words. If the documents only list a code, or say nothing about it, the
 * entry says so. Sources: the error lists of the five interface
 * documents and the tables of codes that Huawei Cloud publishes for CEC.
 */
import type { Explanation } from './outcome';
import { IF_IT_STAYS, LOOK_FIRST } from '../http/remedies';

/**
 * Class of a code, by its cause:
 * `input` the request itself, `session` its Guid or sign-in, `credential` a password or account,
 * `state` the state of the agent or call, `permission` a missing right, licence or set-up,
 * `busy` a passing overload, `exception` an error of the gateway with an unknown outcome.
 */
export type RetcodeClass =
	'input' | 'session' | 'credential' | 'state' | 'permission' | 'busy' | 'exception';

export interface RetcodeEntry extends Explanation {
	readonly class: RetcodeClass;
}

/** Short words by class, for codes without their own. */
const SHORT: Readonly<Record<RetcodeClass, string>> = {
	input: 'value not accepted',
	session: 'session not accepted',
	credential: 'account or password refused',
	state: 'not possible now',
	permission: 'right missing',
	busy: 'not now',
	exception: 'gateway failed',
};

const CHECK_VALUES = 'Check the values of this item.';
const SIGN_IN_AGAIN =
	'Sign the agent in again and use the new Guid: the old one is no longer good.';
const ASK_ADMIN = "Ask the contact centre's administrator.";
const ASK_RIGHTS =
	"Ask the contact centre's administrator for the right, or use an agent who has it.";
const RIGHT_PASSWORD = 'Correct it before the next try: accounts lock after a few.';
const TRY_LATER = 'Try again in a moment.';
const LOOK = `${LOOK_FIRST} ${IF_IT_STAYS}`;
const CHECK_CALL = 'Look at the state of the call, then try again.';
const CHECK_AGENT_STATE = "Look at the agent's state, then try again.";
const CHECK_SIGN_IN = 'Check the values given at sign-in.';
const UNDOCUMENTED =
	"The gateway's public documents name this code without explaining it. Ask the gateway's administrator.";

type Row = readonly [
	code: string,
	class_: RetcodeClass,
	meaning: string,
	remedy: string,
	short?: string,
];

const general: Row[] = [
	['000-000', 'exception', 'the gateway met an unknown condition', LOOK],
	['000-001', 'input', 'events were asked for in the wrong way', CHECK_VALUES],
	[
		'000-002',
		'input',
		'the gateway does not accept a value in the address of the request',
		'Check the agent ID and the other values of this item against what your gateway release allows.',
	],
	[
		'000-003',
		'session',
		'the gateway does not accept the Guid for this agent',
		"The Guid is wrong, has expired, or is another agent's. Use a current Guid of this agent.",
		'Guid not accepted',
	],
	['000-004', 'busy', 'the agent is being moved to another server', TRY_LATER],
	[
		'000-005',
		'input',
		'inspector and inspected agent are the same',
		'Choose another agent to inspect: nobody can inspect themselves.',
		'nobody inspects themselves',
	],
	['000-006', 'input', 'the gateway does not accept a value of the message', CHECK_VALUES],
	[
		'000-007',
		'busy',
		'the same request came too often in a short time',
		'Wait a moment; lower the concurrency if it keeps happening.',
		'asked too often',
	],
];

const signIn: Row[] = [
	[
		'100-001',
		'input',
		'a value is missing or not valid for the gateway',
		'Check the values of this item; for a note, that every recipient exists.',
	],
	[
		'100-002',
		'state',
		'somebody is signed in with this agent ID already',
		'Sign that session out first, or use another agent.',
		'signed in elsewhere',
	],
	[
		'100-003',
		'state',
		'a resource needed for the sign-in is unavailable',
		"Try again later. If it stays so, ask the gateway's administrator.",
	],
	[
		'100-004',
		'credential',
		'the agent ID or the password is wrong',
		RIGHT_PASSWORD,
		'wrong agent ID or password',
	],
	['100-005', 'input', 'a value given at sign-out is not valid', CHECK_VALUES],
	['100-006', 'session', 'the agent is not signed in', SIGN_IN_AGAIN, 'not signed in'],
	['100-007', 'exception', 'the system behind the gateway did not answer or failed', LOOK],
	['100-008', 'session', 'the agent has signed out already', SIGN_IN_AGAIN, 'signed out'],
	[
		'100-009',
		'state',
		'the state could not be set',
		'The agent may be in a state that forbids it, or may not have the right.',
		'state not set',
	],
	['100-010', 'state', "the agent's state does not allow signing out", 'End the call first.'],
	['100-011', 'input', 'a value given at sign-in is not valid', CHECK_SIGN_IN],
	['100-012', 'input', 'the agent type is wrong', CHECK_SIGN_IN],
	[
		'100-013',
		'input',
		'the phone number to bind is not valid',
		CHECK_SIGN_IN,
		'phone number not valid',
	],
	[
		'100-014',
		'input',
		'the phone number is outside the range the site allows',
		CHECK_SIGN_IN,
		'phone number not allowed',
	],
	[
		'100-015',
		'state',
		'the agent is signed in elsewhere and cannot be forced out',
		'Sign that session out first.',
		'signed in elsewhere',
	],
	['100-016', 'input', 'the IP address is not valid', CHECK_SIGN_IN],
	['100-017', 'credential', 'the portal did not confirm who is signing in', ASK_ADMIN],
	['100-018', 'input', 'the VDN of the sign-in is not the VDN of the recording', CHECK_VALUES],
	['100-019', 'input', 'a value of the skill queue query is not valid', CHECK_VALUES],
	[
		'100-020',
		'credential',
		'the password has expired',
		'Change the password of the agent, then the credential.',
		'password expired',
	],
	['100-021', 'busy', 'a sign-in of this agent is still running', TRY_LATER, 'sign-in in progress'],
	['100-060', 'state', 'the sign-in by account did not work', ASK_ADMIN],
	['100-061', 'credential', 'the account is locked', ASK_ADMIN, 'account locked'],
	['100-062', 'credential', 'the account or the password is wrong', RIGHT_PASSWORD],
];

const conferences: Row[] = [
	['101-001', 'state', 'there is no phone conference', CHECK_CALL],
	['101-002', 'permission', 'the agent is not the chair of the conference', 'Let the chair do it.'],
	['101-003', 'state', 'the agent is in the conference already', CHECK_CALL],
	['101-004', 'permission', 'only inspectors may see the conferences of the VDN', ASK_RIGHTS],
	[
		'101-005',
		'input',
		'the chair cannot hand the conference to themselves',
		'Choose another agent.',
	],
	['101-006', 'input', 'the chair cannot remove themselves', 'Choose another agent.'],
	[
		'101-007',
		'input',
		'the chair cannot leave the conference',
		'Hand the chair to somebody else first.',
	],
];

const recordings: Row[] = [
	['104-001', 'permission', 'downloading recordings is switched off', ASK_ADMIN],
	['104-002', 'permission', 'the agent may not inspect or play recordings', ASK_RIGHTS],
	['104-003', 'input', 'the name of the recording is not valid', CHECK_VALUES],
	['104-004', 'permission', 'the drive of the recordings is not connected', ASK_ADMIN],
	['104-005', 'input', 'the recording does not exist', CHECK_VALUES],
	['104-006', 'state', 'there is no space left for the recording', ASK_ADMIN],
	['104-007', 'input', 'the format of the recording is not supported', CHECK_VALUES],
	['104-008', 'permission', 'the format of the recording is not set up', ASK_ADMIN],
	['104-009', 'state', 'the recording could not be converted', ASK_ADMIN],
	['104-010', 'permission', 'the location of the recording is not set up', ASK_ADMIN],
	['104-011', 'state', 'the recording could not be deleted', ASK_ADMIN],
	['104-012', 'state', 'the recording could not be fetched from its store', ASK_ADMIN],
];

const recovery: Row[] = [
	[
		'105-001',
		'session',
		'the gateway has lost the session of the agent',
		SIGN_IN_AGAIN,
		'session lost',
	],
	['105-002', 'busy', 'the gateway is recovering', TRY_LATER],
	['105-003', 'busy', 'the gateway has just recovered', TRY_LATER],
	[
		'105-004',
		'state',
		'the agent could not be queued for recovery',
		'Sign the agent in again if it stays so.',
	],
	['105-005', 'session', 'the recovery of the session took too long', SIGN_IN_AGAIN],
	['105-006', 'session', 'the Guid does not fit the recovered session', SIGN_IN_AGAIN],
	['105-007', 'session', 'the gateway does not recover sessions', SIGN_IN_AGAIN],
];

const multimedia: Row[] = [
	['106-001', 'permission', 'multimedia is switched off', ASK_ADMIN],
	['106-002', 'input', 'the message is empty', CHECK_VALUES],
	[
		'106-003',
		'input',
		'the number of sessions is outside 1 to 60',
		'Use a number of sessions from 1 to 60.',
		'session limit out of range',
	],
	['106-004', 'input', 'the session cannot be transferred to a device of this type', CHECK_VALUES],
	...['106-005', '106-006', '106-007'].map((code): Row => [
		code,
		'state',
		'the gateway refused a multimedia request',
		UNDOCUMENTED,
	]),
	[
		'106-008',
		'input',
		'the gateway does not accept the media type',
		'Check the media type. The public documents list this code without explaining it.',
		'media type not accepted',
	],
	...['106-009', '106-010', '106-011'].map((code): Row => [
		code,
		'state',
		'the gateway refused a multimedia request',
		UNDOCUMENTED,
	]),
	[
		'106-012',
		'state',
		'the agent is probably not signed in to a skill queue of this media type',
		'Sign the agent in to such a skill queue. The public documents list this code without explaining it.',
		'no skill queue for it',
	],
];

const configuration: Row[] = [
	['107-000', 'session', 'the configuration session is lost', SIGN_IN_AGAIN],
	['107-001', 'state', 'the configuration service failed', ASK_ADMIN],
	['107-002', 'input', 'the configuration service does not accept a value', CHECK_VALUES],
	[
		'107-003',
		'credential',
		'the configuration service does not accept the account or password',
		ASK_ADMIN,
	],
	['107-004', 'state', 'the configuration service could not carry it out', ASK_ADMIN],
	['107-005', 'state', 'the configuration service could not be reached', ASK_ADMIN],
	['107-007', 'credential', 'the configuration service did not accept the sign-in', ASK_ADMIN],
	...codes('107', 10, 67).map((code): Row => [
		code,
		'state',
		'a change of the configuration was not made',
		ASK_ADMIN,
	]),
	['108-019', 'state', 'the gateway refused the request', UNDOCUMENTED],
];

/** Only a client's table of codes (Huawei, 2014) tells them apart; it lacks 110-013 to 110-015. */
const passwords: Row[] = [
	['110-002', 'credential', 'the password was not changed', ASK_ADMIN],
	['110-003', 'credential', 'the old password is wrong', RIGHT_PASSWORD],
	['110-005', 'credential', 'the password is empty', RIGHT_PASSWORD],
	['110-007', 'credential', 'the gateway did not accept the password', RIGHT_PASSWORD],
	['110-009', 'credential', 'the gateway knows no such account', RIGHT_PASSWORD],
	...['110-004', '110-006', '110-008', '110-010', '110-011', '110-012'].map((code): Row => [
		code,
		'state',
		'the gateway could not look up the account',
		`${TRY_LATER} ${IF_IT_STAYS}`,
	]),
	...codes('110', 13, 15).map((code): Row => [
		code,
		'credential',
		'the gateway refused something about the account or its password',
		UNDOCUMENTED,
	]),
	['110-016', 'credential', 'the account is locked', ASK_ADMIN, 'account locked'],
	[
		'110-021',
		'credential',
		'the account is locked after too many wrong passwords',
		ASK_ADMIN,
		'account locked',
	],
	...[...codes('110', 17, 20), '110-022'].map((code): Row => [
		code,
		'credential',
		'the password does not follow the rules of the site',
		ASK_ADMIN,
	]),
];

const calls: Row[] = [
	['200-001', 'input', 'the number to dial is wrong', CHECK_VALUES],
	['200-002', 'state', 'there is no call to answer', CHECK_CALL],
	['200-003', 'state', 'there is no call to mute', CHECK_CALL],
	['200-004', 'state', 'the call cannot be muted now', CHECK_CALL],
	['200-005', 'state', 'there is no call to connect with one on hold', CHECK_CALL],
	['200-006', 'state', 'no call is on hold to be connected', CHECK_CALL],
	['200-007', 'state', 'there is no call to unmute', CHECK_CALL],
	['200-008', 'state', 'the call cannot be unmuted now', CHECK_CALL],
	['200-009', 'state', 'there is no call to announce a number in', CHECK_CALL],
	['200-010', 'state', 'there is no call to make a three-party call of', CHECK_CALL],
	['200-011', 'state', 'no call is on hold for a three-party call', CHECK_CALL],
	['200-012', 'state', 'there is no call to transfer', CHECK_CALL],
	['200-013', 'state', 'there is no call to hold', CHECK_CALL],
	['200-014', 'state', 'the call cannot be held now', CHECK_CALL],
	['200-015', 'state', 'there is no call to take back', CHECK_CALL],
	['200-016', 'state', 'the call cannot be taken back now', CHECK_CALL],
	['200-017', 'state', 'there is no call to release', CHECK_CALL],
	['200-018', 'state', 'there is no call to ask for help in', CHECK_CALL],
	['200-019', 'state', 'there is no call to set a still picture in', CHECK_CALL],
	['200-020', 'state', 'a still picture cannot be set now', CHECK_CALL],
	['200-021', 'state', 'there is no call to end a still picture in', CHECK_CALL],
	['200-022', 'state', 'the still picture cannot be ended now', CHECK_CALL],
	['200-023', 'state', 'there is no call to release a number from', CHECK_CALL],
	['200-024', 'state', 'the number to release is not in the call', CHECK_CALL],
	['200-025', 'state', 'there is no such call to release', CHECK_CALL],
	['200-026', 'state', 'no call exists', CHECK_CALL],
	['200-040', 'state', 'the gateway refused a speech recognition request', UNDOCUMENTED],
	['210-001', 'state', 'the gateway has no address information', ASK_ADMIN],
];

const queries: Row[] = [
	[
		'300-001',
		'permission',
		'the agent may not look up other agents',
		ASK_RIGHTS,
		'may not look up others',
	],
	[
		'300-002',
		'input',
		'the agent asked for does not exist',
		'Check the agent ID.',
		'no such agent',
	],
	['300-003', 'input', 'no such agent exists in a group', 'Check the agent ID.'],
	['300-004', 'input', 'the agent group does not exist', 'Check the group.'],
	['400-001', 'state', 'there is no call', CHECK_CALL],
	['400-002', 'state', 'the call carries no data', CHECK_CALL],
	['400-003', 'state', 'no call is on hold', CHECK_CALL],
	...(
		[
			['500-001', 'rewound'],
			['500-002', 'forwarded'],
			['500-003', 'paused while it plays'],
			['500-004', 'paused while it records'],
			['500-005', 'played on'],
			['500-006', 'recorded on'],
			['500-007', 'played'],
			['500-008', 'started'],
			['500-009', 'stopped while it plays'],
			['500-010', 'stopped while it records'],
		] as const
	).map(([code, done]): Row => [code, 'state', `the recording cannot be ${done} now`, CHECK_CALL]),
	['500-012', 'state', 'the gateway refused a recording request', UNDOCUMENTED],
	['500-013', 'state', 'the gateway refused a recording request', UNDOCUMENTED],
	['600-001', 'input', 'the agent has no skill queue', 'Check the agent ID and its skill queues.'],
	['600-002', 'input', 'the VDN has no skill queues', CHECK_VALUES],
	['600-003', 'permission', 'no access codes are set up', ASK_ADMIN],
	['600-004', 'permission', 'no IVR is set up', ASK_ADMIN],
	['600-005', 'input', "the agent's own VDN has no skill queues", CHECK_VALUES],
];

const textChat: Row[] = [
	['700-001', 'input', 'a value of the text chat is missing', CHECK_VALUES],
	['700-002', 'input', 'a value of the text chat is missing', CHECK_VALUES],
	['700-003', 'state', 'the text chat message was not sent', CHECK_AGENT_STATE],
	...[
		...codes('701', 1, 6),
		...['700-012', '700-014', '700-016', '700-017', '700-023', '700-024', '700-100'],
	].map((code): Row => [
		code,
		'state',
		'the text chat is not in a fitting state',
		CHECK_AGENT_STATE,
	]),
	['800-001', 'state', 'the gateway has no configuration proxy', ASK_ADMIN],
	['800-002', 'state', "the gateway's configuration proxy failed", ASK_ADMIN],
	['800-003', 'state', 'the gateway has no default media gateway', ASK_ADMIN],
];

const qualityControl: Row[] = [
	['900-001', 'exception', 'the inspection failed inside the gateway', LOOK],
	['900-002', 'permission', 'the inspector may not inspect this agent', ASK_RIGHTS],
	['900-003', 'exception', 'what the inspection needs is not available', LOOK],
	[
		'900-004',
		'state',
		'the gateway knows nothing of the agent to inspect',
		'Check the agent ID and that the agent is signed in.',
		'agent not known',
	],
	[
		'900-005',
		'state',
		'the inspector is not idle, or the other agent is not in a fitting state',
		'Set the inspector idle and check that the other agent is signed in.',
		'not in a fitting state',
	],
	['900-006', 'input', 'a time of the video is not valid', CHECK_VALUES],
	['900-007', 'permission', 'the site has no licence for video recording', ASK_ADMIN],
	['900-008', 'exception', 'the video platform failed', LOOK],
	['900-009', 'input', 'the inspection does not exist', CHECK_VALUES],
	['999-001', 'state', 'the gateway is not set up completely', ASK_ADMIN],
];

function codes(family: string, first: number, last: number): string[] {
	return Array.from(
		{ length: last - first + 1 },
		(_, index) => `${family}-${String(first + index).padStart(3, '0')}`,
	);
}

/** All known retcodes except 0, which means success. */
export const RETCODES: ReadonlyMap<string, RetcodeEntry> = new Map(
	[
		general,
		signIn,
		conferences,
		recordings,
		recovery,
		multimedia,
		configuration,
		passwords,
		calls,
		queries,
		textChat,
		qualityControl,
	]
		.flat()
		.map(([code, class_, meaning, remedy, short = SHORT[class_]]) => [
			code,
			{ class: class_, meaning, remedy, short },
		]),
);
