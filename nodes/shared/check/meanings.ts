/** The one table of the consequences of each answer for workflows, and the advice. */
import type { GivenAnswer } from '../../../gateway/check/answer';
import { capitalize } from '../../../gateway/values/capitalize';

/** Explanation of a code. */
interface Meaning {
	/** The answer in words: a sentence. */
	readonly answer: string;
	/** The consequence for workflows: sentences. */
	readonly meaning: string;
	/** Settings and nodes to use: sentences; empty where there is nothing to do. */
	readonly advice: string;
}

interface Explained {
	readonly question: string;
	readonly codes: Readonly<Record<string, Meaning>>;
}

const explanation = (answer: string, meaning: string, advice = ''): Meaning => ({
	answer,
	meaning,
	advice,
});

const REPORT =
	'Please report the profile with the issue form "What my gateway does": the package does not know this behaviour.';

const NOTHING = 'The package handles this by itself.';

/** The three codes of a call that may be missing or need a right. */
const available = (what: string, nodes: string): Readonly<Record<string, Meaning>> => ({
	yes: explanation(`The agent can ${what}.`, `${nodes} can be used with this agent.`),
	noRight: explanation(
		`The agent lacks the right to ${what}.`,
		`${nodes} will be refused for this agent.`,
		"Ask the contact centre's administrator for the right, or use an agent who has it.",
	),
	notThere: explanation(
		`The gateway does not offer a call to ${what}.`,
		`${nodes} cannot be used at this gateway.`,
		"Ask the gateway's administrator whether a later release offers it.",
	),
});

/** Codes that any question may have. */
const GENERAL: Readonly<Record<string, Meaning>> = {
	notAsked: explanation('Not asked.', 'This check does not answer the question.'),
	noAnswer: explanation(
		'No clear answer.',
		'This check does not answer the question.',
		'Run the check again.',
	),
	other: explanation(
		'Something that the package does not know.',
		'See the evidence for the status and the retcode.',
		REPORT,
	),
};

/** Codes that leave a question open. */
export const OPEN_CODES: readonly string[] = Object.keys(GENERAL);

export const MEANINGS: Readonly<Record<string, Explained>> = {
	guidHeader: {
		question: 'Which headers bring the Guid?',
		codes: {
			setGuid: explanation('Only the header Set-GUID.', NOTHING),
			guid: explanation('Only the header Guid.', NOTHING),
			both: explanation('Both headers, Set-GUID and Guid.', NOTHING),
		},
	},
	cookies: {
		question: 'Which cookies come along with the sign-in?',
		codes: {
			none: explanation('None.', 'A Guid alone is enough, also in the mode Guid per Item.'),
			some: explanation(
				'Some; the evidence lists their names.',
				'A load balancer may use them to find the node of the session. The package sends them back.',
			),
		},
	},
	password: {
		question: "Is the agent's password in order?",
		codes: {
			fine: explanation(
				'Yes, and the gateway names no end of its validity.',
				'Nothing is to be done.',
			),
			change: explanation(
				'It must be changed before anything else.',
				'No workflow can use this agent until then.',
				"Change the agent's password in the contact centre, then in the credential.",
			),
			expires: explanation(
				'It is valid for some more days; the evidence has their number.',
				'After that, sign-ins are refused, and the account may lock.',
				'Change it in the contact centre and in the credential before that day, or have its validity lifted.',
			),
		},
	},
	wrongGuid: {
		question: 'What is a wrong Guid answered with?',
		codes: {
			session: explanation('With 100-006.', NOTHING),
			permission: explanation('With 000-003.', NOTHING),
			http: explanation(
				'With an HTTP status and no retcode.',
				'A lost session is reported with the HTTP status, and is not opened again by itself.',
				REPORT,
			),
			served: explanation(
				'It is served like the right one.',
				'Whoever reaches the gateway can act for this agent without a password.',
				"Tell the gateway's administrator: this is a security problem of the gateway.",
			),
		},
	},
	cookiesNeeded: {
		question: 'Are the cookies of the sign-in needed?',
		codes: {
			needed: explanation(
				'Yes.',
				'A Guid alone is refused, at least now and then.',
				"Use 'Sign In as an Agent'. In the mode Guid, paste the whole JSESSIONID text with its cookies.",
			),
			notNeeded: explanation('No.', 'A Guid alone is enough.'),
		},
	},
	contentType: {
		question: 'Is the header Content-Type needed without a body?',
		codes: {
			needed: explanation(
				'Yes.',
				'The package always sends it.',
				'HTTP Request nodes have to send it, too.',
			),
			notNeeded: explanation('No.', NOTHING),
		},
	},
	stateTimeUnit: {
		question: 'In which unit does the gateway count the time in a state?',
		codes: {
			seconds: explanation(
				'In seconds.',
				"The field 'stateSince' of Get Agent and Find Agents is right.",
			),
			milliseconds: explanation(
				'In milliseconds.',
				"The field 'stateSince' of Get Agent and Find Agents lies too far in the past.",
				"Do not use 'stateSince'; take currentstatetime from 'result' and divide it by 1000.",
			),
			doesNotGrow: explanation(
				'It does not grow.',
				"The field 'stateSince' of Get Agent and Find Agents says nothing.",
				"Do not use 'stateSince'.",
			),
		},
	},
	idRange: {
		question: 'How far do agent IDs go?',
		codes: {
			to59999: explanation(
				'To 59999.',
				'Requests with higher IDs are refused.',
				'Use IDs from 101 to 59999.',
			),
			to999999: explanation('To 999999.', 'All IDs that the nodes accept can exist.'),
			withGap: explanation(
				'To 999999, without those around 60000.',
				'Requests with IDs in the gap are refused.',
				'Avoid IDs from 60000 to 69999.',
			),
		},
	},
	lookUp: {
		question: 'Can the agent look up other agents?',
		codes: available('look up other agents', 'Get Agent and Find Agents'),
	},
	scope: {
		question: 'Can one session act for other agents?',
		codes: {
			own: explanation(
				'No, only for its own agent.',
				'Notes, and everything that an inspector forces, need one session. Busy reasons, custom status and session limits of others need the session of each agent.',
				"For those, choose 'Guid per Item' in the credential, with the current Guid of each agent.",
			),
			vdn: explanation(
				'It can ask about others, and probably act for them.',
				'One credential may do every job.',
				'Try Set Busy with one agent next.',
			),
		},
	},
	queues: {
		question: 'Can the agent list the skill queues?',
		codes: available('list the skill queues', 'The list in Find Agents'),
	},
	statistics: {
		question: 'Can the agent see the numbers of skill queues?',
		codes: available('see the numbers of skill queues', 'Get Queue Statistics'),
	},
	busyAgain: {
		question: 'What is busy again answered with?',
		codes: {
			refused: explanation(
				'A refusal; the evidence has the retcode.',
				'Set Busy without a reason is rejected for an agent who is busy already.',
				"Switch on 'Replace Current Reason' in Set Busy and give a reason to change the reason of busy agents.",
			),
			accepted: explanation('It is accepted.', 'Set Busy can be repeated.'),
		},
	},
	prolongIdle: {
		question: "Does 'prolong' set an agent busy who is not?",
		codes: {
			yes: explanation('Yes.', 'Set Busy with a reason and prolong works for every agent.'),
			refused: explanation(
				'No, it is refused.',
				'Set Busy with prolong is rejected for agents who are not busy.',
				'Use prolong only for agents who are busy already: ask with Get Agent Status first.',
			),
		},
	},
	noCustomStatus: {
		question: 'What says that there is no custom status?',
		codes: {
			'65535': explanation('65535.', 'Get Agent Status shows null for no custom status.'),
			'0': explanation(
				'0.',
				'Get Agent Status shows 0 for no custom status.',
				'Do not use 0 as a custom status of your own.',
			),
		},
	},
	noteEvent: {
		question: 'What does the event of a note carry?',
		codes: {
			nothing: explanation(
				'Nothing.',
				'The Trigger tells that a note came, not from whom and with what text.',
			),
			text: explanation('Sender and text.', 'The Trigger can be told what to do by note.'),
			selfRefused: explanation(
				'An agent cannot send a note to itself.',
				'The check cannot see what the event carries.',
				'Have a colleague send a note while the Trigger listens for a test event.',
			),
		},
	},
	wrongRecipient: {
		question: 'Did a note that was refused for one wrong ID reach the others?',
		codes: {
			nobody: explanation(
				'No, it reached nobody.',
				'Send Note can look for the wrong ID safely.',
				"Leave the option 'Wrong Recipients' of Send Note at 'Find Them'.",
			),
			others: explanation(
				'Yes, it reached the others.',
				'Looking for the wrong ID sends the note to the others again.',
				"Set the option 'Wrong Recipients' of Send Note to 'Do Not Send Again'.",
			),
			accepted: explanation(
				'It was accepted.',
				'The gateway does not say that a recipient is wrong. Accepted does not mean that every ID exists.',
				'Look recipients up with Get Agent where that matters.',
			),
		},
	},
	limitCodes: {
		question: 'What do the codes of session limits say?',
		codes: {
			texts: explanation(
				'See the evidence.',
				'It has the retcode and the text for too many sessions, for a media type that does not exist, and for one of no queue of the agent.',
			),
		},
	},
	monitor: {
		question: 'Can the agent watch others?',
		codes: available('watch others', "The Trigger's 'Watched Agents'"),
	},
	guidOverlap: {
		question: 'How long is an old Guid accepted after a new one was issued?',
		codes: {
			neverReplaced: explanation(
				'Guids are not replaced.',
				'A pasted Guid lasts as long as the session.',
				'The mode Guid is fit for schedules here, too.',
			),
			'0': explanation(
				'Less than 5 seconds.',
				'Requests that are in progress while the Guid changes may be refused; the package sends them again.',
				'In the mode Guid per Item, read the Guids right before the node.',
			),
			'5': explanation(
				'At least 5 seconds, less than 30.',
				NOTHING,
				'In the mode Guid per Item, use Guids within seconds.',
			),
			'30': explanation('At least 30 seconds, less than 50.', NOTHING),
			'50': explanation('At least 50 seconds.', NOTHING),
		},
	},
	keepAlive: {
		question: 'What keeps a session alive?',
		codes: {
			anyRequest: explanation('Any request.', 'Long runs keep their session without a poll.'),
			pollsOnly: explanation(
				'Polls only.',
				'The package polls when it has to.',
				'HTTP Request nodes alone do not keep a session alive.',
			),
		},
	},
	sixthQuery: {
		question: 'What is the sixth query in two seconds answered with?',
		codes: {
			served: explanation('It is served.', 'Several workers of n8n may ask as the same agent.'),
			busy: explanation('With 000-007.', 'The package tries such a query again by itself.'),
			http: explanation(
				'With an HTTP status and no retcode.',
				'HTTP 429 is tried again; another status is reported as a failure.',
				'In queue mode, let workflows ask as different agents.',
			),
		},
	},
};

/** The meaning of a code of a question. */
function meaningOf(id: string, code: string): Meaning {
	const codes = MEANINGS[id]?.codes ?? {};
	const meaning = Object.hasOwn(codes, code) ? codes[code] : undefined;
	return meaning ?? GENERAL[code] ?? (GENERAL.other as Meaning);
}

/** One answer, as the node returns it. */
interface CheckItem {
	id: string;
	question: string;
	answer: string;
	code: string;
	meaning: string;
	advice: string;
	evidence: Readonly<Record<string, unknown>>;
}

/** An answer with its meaning. */
export function explainAnswer({ id, code, evidence = {}, reason }: GivenAnswer): CheckItem {
	const { answer, meaning, advice } = meaningOf(id, code);
	const because = reason === undefined ? '' : ` ${capitalize(reason)}.`;
	return {
		id,
		question: MEANINGS[id]?.question ?? id,
		answer: `${answer}${because}`,
		code,
		meaning,
		advice,
		evidence,
	};
}
