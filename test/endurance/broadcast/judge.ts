/** Holds what a broadcast left behind against what the example promises. */
import type { Finding } from '../records';
import type { Broadcast } from './runs';

/** The most recipients that the example marks as being sent at once. */
export const BLOCK = 100;

/** Kills of a broadcast. */
export const killsOf = ({ kills }: Broadcast): number =>
	Object.values(kills).reduce((all, one) => all + one, 0);

/** Rows that a person has to look at. */
export const lookFirst = ({ rows }: Broadcast): number =>
	rows.filter(({ status }) => status === 'look first').length;

/**
 * Nobody has a note twice; whoever is marked as sent has exactly one; every row is either sent or to look at first;
 * and every kill leaves at most one block to look at.
 */
export function judgeBroadcast(broadcast: Broadcast): Finding[] {
	const { text, rows, notes } = broadcast;
	const findings: Finding[] = [];
	const find = (promise: string, what: string) =>
		findings.push({ promise, text: `${text}: ${what}` });
	for (const { agent, status, detail } of rows) {
		const count = notes[agent] ?? 0;
		if (count > 1) find('nobody gets a note twice', `agent ${agent} has it ${count} times`);
		if (status === 'sent' && count !== 1) {
			find('whoever is marked as sent has the note', `agent ${agent} has it ${count} times`);
		}
		if (status !== 'sent' && status !== 'look first') {
			find('everybody is reached or to look at first', `agent ${agent} is ${status}: ${detail}`);
		}
	}
	const doubtful = lookFirst(broadcast);
	if (doubtful > BLOCK * killsOf(broadcast)) {
		find('a crash leaves one block in doubt', `${doubtful} rows after ${killsOf(broadcast)} kills`);
	}
	return findings;
}
