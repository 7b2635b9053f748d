/** The data that `npm start` imports into n8n: credentials for the simulator, and the examples with them chosen. */
import { randomBytes } from 'node:crypto';
import {
	DEMO_WORDS,
	type Desktop,
	SERVICE_AGENT,
	type Simulator,
	wordLines,
} from '../../simulator';
import type { StoredCredential, StoredFlow } from '../../test/e2e/support/n8n';
import { CREDENTIAL_ID } from '../../test/support/nodeRunner';
import {
	allowedBreak,
	AT_NOON,
	CALLER_CREDENTIAL,
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
	longQueue,
	PER_ITEM,
	TITLES,
	WORKFLOWS,
} from '../../test/support/workflows';
import { type Tables, teamFromTable } from './tables';

const SIGN_IN = { id: CREDENTIAL_ID, name: 'CC-Gateway simulator' };
const GUID_PER_ITEM = {
	id: 'credential-per-item',
	name: 'CC-Gateway simulator, Guid per Item',
};

/** A key for the desktop's server, new at each start. */
export const newKey = (): string => randomBytes(16).toString('hex');

/** What a caller of 'Busy by webhook' shows in the header `X-API-Key`. For practice only. */
const CALLER_KEY = 'practice-only';

/**
 * The simulator's certificates are new at each start, and so are the credentials. In a new node n8n chooses the
 * credential that was stored last: the one that the first task needs.
 */
export function credentialsFor({ url, ca }: Simulator, desktop: Desktop): StoredCredential[] {
	const common = {
		gatewayUrl: url,
		trustedCa: ca,
		busyReasons: wordLines(DEMO_WORDS.busyReasons),
		restReasons: wordLines(DEMO_WORDS.restReasons),
		customStatuses: wordLines(DEMO_WORDS.customStatuses),
	};
	return [
		{ ...GUID_PER_ITEM, data: { ...common, authentication: 'guidPerItem' } },
		{
			id: DESKTOP_CREDENTIAL_ID,
			name: "Server of the agents' desktop",
			type: 'httpHeaderAuth',
			data: desktopCredential(desktop),
		},
		{
			...CALLER_CREDENTIAL,
			type: 'httpHeaderAuth',
			data: { name: 'X-API-Key', value: CALLER_KEY },
		},
		{
			...SIGN_IN,
			data: {
				...common,
				authentication: 'signIn',
				agentId: SERVICE_AGENT.id,
				password: SERVICE_AGENT.password,
				phonenum: '6900',
				// No other client uses this agent: a second try need not wait until the session of the first is over.
				takeOver: true,
			},
		},
	];
}

const WRITTEN: Partial<Record<Example, ExampleOptions['written']>> = {
	'lunch-rota': AT_NOON,
	'long-breaks': allowedBreak(1),
	'long-breaks-by-schedule': allowedBreak(1, 'long-breaks-by-schedule'),
	'queue-is-long': longQueue({ waitingAtLeast: 2, recoveredBelow: 1 }),
};

/**
 * The examples as a user would set them up for the simulator. The lunch rota believes that it is noon, a break may last
 * one minute, and a queue of two callers is long. n8n lists what was stored last first: the workflow of the README's
 * first task is the last one.
 */
export const examplesFor = (desktop: Desktop, tables: Tables): StoredFlow[] =>
	[...WORKFLOWS].reverse().map((id) => {
		const flow = exampleWorkflow(id, {
			withNotes: true,
			desktop,
			credential: PER_ITEM.includes(id) ? GUID_PER_ITEM : SIGN_IN,
			written: WRITTEN[id] ?? {},
		});
		const filledIn = id === 'team-busy-with-note' ? teamFromTable(flow, tables) : flow;
		return { ...filledIn, id, name: TITLES[id] };
	});
