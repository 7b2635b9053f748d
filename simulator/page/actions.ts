/** The page's actions on an agent, as at the agent's desk. */
import type { Simulator } from '../http/simulator';
import type { AgentView } from '../site/state';

export interface Action {
	/** The last part of its address. */
	readonly path: string;
	readonly label: string;
	/** Tests whether the action is possible in the agent's state. */
	readonly offered: (agent: AgentView) => boolean;
	readonly carryOut: (simulator: Simulator, id: string) => void;
}

export const ACTIONS: readonly Action[] = [
	{
		path: 'sign-out',
		label: 'Sign out',
		offered: ({ signedIn }) => signedIn,
		carryOut: (simulator, id) => simulator.signOut(id),
	},
	{
		path: 'end-call',
		label: 'End call',
		offered: ({ signedIn, state }) => signedIn && state === 'talking',
		carryOut: (simulator, id) => simulator.endCall(id),
	},
	{
		path: 'end-wrap-up',
		label: 'End wrap-up',
		offered: ({ signedIn, state }) => signedIn && state === 'wrapUp',
		carryOut: (simulator, id) => simulator.endCall(id),
	},
	{
		path: 'rest',
		label: 'Rest',
		offered: ({ signedIn, state }) => signedIn && state === 'idle',
		carryOut: (simulator, id) => simulator.rest(id),
	},
	{
		path: 'busy',
		label: 'Set busy',
		offered: ({ signedIn, state }) => signedIn && state === 'idle',
		carryOut: (simulator, id) => simulator.busy(id),
	},
	{
		path: 'idle',
		label: 'Set idle',
		offered: ({ signedIn, state }) => signedIn && (state === 'busy' || state === 'rest'),
		carryOut: (simulator, id) => simulator.idle(id),
	},
];
