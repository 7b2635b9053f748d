/** What has changed about the agents, in sentences: for people who do not see the table change. */
import { stateOf } from './agents.js';

/** How many changes are told one by one. */
const AT_MOST = 3;

/** What is told of an agent when it is no longer the same. */
const FACTS = [
	stateOf,
	({ customStatus }) => `custom status ${customStatus || 'cleared'}`,
	({ limits }) => limits.join(', ') || 'no session limits',
];

function changesOf(before, after) {
	const changed = FACTS.filter((fact) => fact(before) !== fact(after)).map((fact) => fact(after));
	if (after.noteCount > before.noteCount) changed.push('got a note');
	return changed.length === 0 ? [] : [`${after.name} (${after.id}): ${changed.join(', ')}`];
}

/** Empty if nothing has changed. */
export function newsOf(before, after) {
	const known = new Map(before.map((agent) => [agent.id, agent]));
	const changes = after.flatMap((agent) =>
		known.has(agent.id) ? changesOf(known.get(agent.id), agent) : [],
	);
	const more = changes.length - AT_MOST;
	const told = more > 0 ? [...changes.slice(0, AT_MOST), `and ${more} more`] : changes;
	return told.join('; ');
}
