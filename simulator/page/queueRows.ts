/** The skill queues as the page shows them. */
import type { Simulator } from '../http/simulator';
import type { QueueView } from '../site/queues';

interface QueueAction {
	/** The last part of its address. */
	readonly path: string;
	readonly label: string;
	/** Tests whether the action would change the queue. */
	readonly offered: (queue: QueueView) => boolean;
	readonly carryOut: (simulator: Simulator, queue: QueueView) => void;
}

export const QUEUE_ACTIONS: readonly QueueAction[] = [
	{
		path: 'arrive',
		label: 'A caller arrives',
		offered: () => true,
		carryOut: (simulator, queue) => simulator.callerArrives(queue),
	},
	{
		path: 'serve',
		label: 'A caller is connected',
		offered: ({ waiting, available }) => waiting > 0 && available > 0,
		carryOut: (simulator, queue) => simulator.serveCaller(queue),
	},
	{
		path: 'leave',
		label: 'A caller leaves',
		offered: ({ waiting }) => waiting > 0,
		carryOut: (simulator, queue) => simulator.callerLeaves(queue),
	},
];

const counted = (count: number, one: string, several: string): string =>
	`${count} ${count === 1 ? one : several}`;

/** "2 callers wait, the first for 47 s; 6 agents signed in, 0 available". */
export function numbersOf({ waiting, longestWait, signedIn, available }: QueueView): string {
	const callers = counted(waiting, 'caller waits', 'callers wait');
	const since = waiting > 0 ? `, the first for ${longestWait} s` : '';
	const agents = counted(signedIn, 'agent', 'agents');
	return `${callers}${since}; ${agents} signed in, ${available} available`;
}

export const queueRow = (queue: QueueView) => ({
	vdn: queue.vdn,
	id: queue.id,
	name: queue.name,
	numbers: numbersOf(queue),
	actions: QUEUE_ACTIONS.filter((action) => action.offered(queue)).map(({ path, label }) => ({
		path,
		label,
	})),
});
