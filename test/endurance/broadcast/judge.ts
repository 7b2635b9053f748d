/** Compares the result of a broadcast with the promises of the example. */
import type { Finding } from '../records';
import type { Broadcast } from './runs';

/** Maximum number of recipients that the example marks as "sending" together. */
export const BLOCK = 100;

/** Number of kills during a broadcast. */
export const killsOf = ({ kills }: Broadcast): number =>
	Object.values(kills).reduce((all, one) => all + one, 0);

/** Number of rows that a person has to check. */
export const lookFirst = ({ rows }: Broadcast): number =>
	rows.filter(({ status }) => status === 'look first').length;

/**
 * No recipient has a note twice; a recipient marked as sent has exactly one; every row ends as "sent" or "look first";
 * and every kill leaves at most one block of rows to check.
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
