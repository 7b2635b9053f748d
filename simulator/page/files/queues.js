/** The skill queues: their numbers, and what callers do. */
import { make } from './elements.js';

function makeRow({ vdn, id, name, numbers, actions }, act) {
	const title = `${name} (${id})`;
	const buttons = actions.map(({ path, label }) =>
		make(
			'button',
			{
				type: 'button',
				ariaLabel: `${label}: ${title}`,
				onclick: () => act(`queues/${vdn}/${id}/${path}`),
			},
			label,
		),
	);
	return make('li', {}, make('span', {}, make('strong', {}, title), ` · ${numbers}`), ...buttons);
}

/** The address of a button, to find it again in new rows. */
const labelOf = (element) => element?.ariaLabel;

/**
 * Shows the queues in place of those that are there. The focus stays at the same button, if that is still
 * offered.
 * @param act is called with the address of what was clicked
 */
export function showQueues(list, queues, act) {
	const text = JSON.stringify(queues);
	if (list.dataset.shown === text) return;
	list.dataset.shown = text;
	const focused = list.contains(document.activeElement)
		? labelOf(document.activeElement)
		: undefined;
	list.replaceChildren(...queues.map((queue) => makeRow(queue, act)));
	if (focused === undefined) return;
	const buttons = [...list.querySelectorAll('button')];
	buttons.find((button) => labelOf(button) === focused)?.focus();
}
