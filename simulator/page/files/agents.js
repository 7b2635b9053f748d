/** The rows of the agents. A row stays the same element until something about its agent changes. */
import { make } from './elements.js';
import { writeNote } from './noteForm.js';

/** The columns; the narrow layout shows their names in every row. */
const COLUMNS = ['Agent', 'Name', 'VDN', 'State', 'Custom status', 'Session limits', 'Notes'];

const opened = new Set();

function notesOf({ id, noteCount, notes }) {
	if (noteCount === 0) return '';
	const details = make(
		'details',
		{ open: opened.has(id) },
		make('summary', { ariaLabel: `Notes of ${id}: ${noteCount}` }, String(noteCount)),
		...notes.map(({ from, content }) => make('p', {}, `${from}: ${content}`)),
	);
	details.addEventListener('toggle', () => opened[details.open ? 'add' : 'delete'](id));
	return details;
}

const timeOf = (ms) => new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** What an agent is doing, and until when. */
export const stateOf = ({ doing, signedIn, restEndsAt }) =>
	signedIn && restEndsAt !== undefined ? `${doing}, until ${timeOf(restEndsAt)}` : doing;

/** What is known of an agent beside the name. */
const surroundings = ({ inspector, watchedBy, queues }) =>
	[
		...(inspector ? ['inspector'] : []),
		...queues,
		...(watchedBy.length > 0 ? [`watched by ${watchedBy.join(', ')}`] : []),
	].join(', ');

function noteButton(id, act) {
	const onclick = () => writeNote(id, act);
	const ariaLabel = `Write a note as ${id}`;
	return make('button', { type: 'button', onclick, ariaLabel }, 'Note …');
}

function makeRow(agent, act) {
	const { id, vdn, name, signedIn, customStatus, limits, actions } = agent;
	const contents = [
		[id],
		[name, make('small', {}, surroundings(agent))],
		[String(vdn)],
		[stateOf(agent)],
		[customStatus],
		[limits.join(', ')],
		[notesOf(agent)],
	];
	const cells = contents.map((content, index) => {
		const cell = make(index === 0 ? 'th' : 'td', {}, ...content);
		if (index === 0) cell.scope = 'row';
		cell.dataset.column = COLUMNS[index];
		return cell;
	});
	const buttons = actions.map(({ path, label }) => {
		const onclick = () => act(`agents/${id}/${path}`);
		return make('button', { type: 'button', onclick, ariaLabel: `${label} ${id}` }, label);
	});
	if (signedIn) buttons.push(noteButton(id, act));
	return make(
		'tr',
		{ className: signedIn ? '' : 'out' },
		...cells,
		make('td', { className: 'actions' }, ...buttons),
	);
}

const rows = new Map();

/**
 * Yields the row of an agent.
 * @param act is called with the address of what was clicked, and what to send there
 */
export function rowOf(agent, act) {
	const text = JSON.stringify(agent);
	const known = rows.get(agent.id);
	if (known?.text === text) return known.row;
	const row = makeRow(agent, act);
	row.dataset.agent = agent.id;
	rows.set(agent.id, { text, row });
	return row;
}

const focusable = (row) => [...(row?.querySelectorAll('button, summary') ?? [])];

/**
 * Shows rows in place of those that are there. The focus stays with its agent: at the same button, or if that is
 * gone, at the first one.
 */
export function showRows(body, shown) {
	const { activeElement } = document;
	const { agent } = activeElement?.closest('tr')?.dataset ?? {};
	const text = activeElement?.textContent;
	body.replaceChildren(...shown);
	if (agent === undefined) return;
	const candidates = focusable(shown.find((row) => row.dataset.agent === agent));
	(candidates.find((one) => one.textContent === text) ?? candidates[0])?.focus();
}

/** Whether an agent is among those that the filter leaves. */
export const matches = (agent, filter) =>
	[agent.id, agent.name, surroundings(agent), stateOf(agent)]
		.join('\n')
		.toLowerCase()
		.includes(filter);
