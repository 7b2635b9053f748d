/** The form in which an agent writes a note. */
import { byId, make } from './elements.js';

/** Where a note goes unless another recipient is chosen: the service agent, whose notes start a workflow. */
const USUAL_RECIPIENT = '31900';

let agents = [];

/** Takes note of the agents that can be written to: `id` and `name`. */
export function offerRecipients(known) {
	agents = known;
}

/**
 * Shows the form for a note of an agent.
 * @param act is called with the address and the note when it is sent
 */
export function writeNote(from, act) {
	const dialog = byId('noteDialog');
	const others = agents.filter(({ id }) => id !== from);
	byId('noteTitle').textContent = `Agent ${from} writes a note`;
	byId('noteTo').replaceChildren(
		...others.map(({ id, name }) => make('option', { value: id }, `${id} ${name}`)),
	);
	if (others.some(({ id }) => id === USUAL_RECIPIENT)) byId('noteTo').value = USUAL_RECIPIENT;
	byId('noteContent').value = '';
	dialog.returnValue = '';
	dialog.onclose = () => {
		if (dialog.returnValue !== 'send') return;
		act(`agents/${from}/note`, { to: byId('noteTo').value, content: byId('noteContent').value });
	};
	dialog.showModal();
	byId('noteContent').focus();
}
