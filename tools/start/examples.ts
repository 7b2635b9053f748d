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
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	exampleWorkflow,
	TITLES,
	WORKFLOWS,
} from '../../test/support/workflows';
import { type Tables, teamFromTable } from './tables';

const SIGN_IN = { id: CREDENTIAL_ID, name: 'CC-Gateway simulator' };
const PER_ITEM = { id: 'credential-per-item', name: "CC-Gateway simulator, each agent's own Guid" };

/** A key for the desktop's server, new at each start. */
export const newKey = (): string => randomBytes(16).toString('hex');

/** The simulator's certificates are new at each start, and so are the credentials. */
export function credentialsFor({ url, ca }: Simulator, desktop: Desktop): StoredCredential[] {
	const common = {
		gatewayUrl: url,
		trustedCa: ca,
		busyReasons: wordLines(DEMO_WORDS.busyReasons),
		restReasons: wordLines(DEMO_WORDS.restReasons),
		customStatuses: wordLines(DEMO_WORDS.customStatuses),
	};
	return [
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
		{ ...PER_ITEM, data: { ...common, authentication: 'guidPerItem' } },
		{
			id: DESKTOP_CREDENTIAL_ID,
			name: "Server of the agents' desktop",
			type: 'httpHeaderAuth',
			data: desktopCredential(desktop),
		},
	];
}

/**
 * The examples as a user would set them up for the simulator. The lunch rota believes that it is noon, and a break may
 * last one minute. n8n lists what was stored last first: the workflow of the README's first task is the last one.
 */
export const examplesFor = (desktop: Desktop, tables: Tables): StoredFlow[] =>
	[...WORKFLOWS].reverse().map((id) => {
		const perItem = id === 'session-limits-at-shift-change';
		const flow = exampleWorkflow(id, {
			withNotes: true,
			desktop,
			credential: perItem ? PER_ITEM : SIGN_IN,
			written: { 'lunch-rota': AT_NOON, 'long-breaks': allowedBreak(1) }[id as string] ?? {},
		});
		const filledIn = id === 'team-busy-with-note' ? teamFromTable(flow, tables) : flow;
		return { ...filledIn, id, name: TITLES[id] };
	});
