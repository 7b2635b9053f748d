/** Asks for the state of the simulator every second and shows it. */
import { matches, rowOf, showRows } from './agents.js';
import { byId, make } from './elements.js';
import { FAULTS, SWITCHES } from './labels.js';
import { newsOf } from './news.js';
import { offerRecipients } from './noteForm.js';
import { showQueues } from './queues.js';

async function send(method, path, body) {
	await fetch(`api/${path}`, {
		method,
		headers: { 'Content-Type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	await refresh();
}

const act = (path, body) => send('POST', path, body);

function faultRow({ id, kind, operation = 'every request', times, struck }) {
	const left = times === undefined ? '' : ` of ${times}`;
	const what = `${FAULTS[kind] ?? kind}, ${operation}`;
	const onclick = () => send('DELETE', `faults/${id}`);
	return make(
		'li',
		{},
		`${what}: struck ${struck}${left} `,
		make('button', { type: 'button', onclick, ariaLabel: `Remove: ${what}` }, 'Remove'),
	);
}

let last = '';
let agentsBefore = [];

async function refresh() {
	const text = await fetch('api/state').then(
		(answer) => answer.text(),
		() => '',
	);
	byId('gone').hidden = text !== '';
	if (text !== '') show(text);
}

function show(text) {
	const filter = byId('filter').value.trim().toLowerCase();
	if (text + filter === last) return;
	last = text + filter;
	const { url, requestCount, connections, agents, queues, switches, faults, requests } =
		JSON.parse(text);
	byId('url').textContent = url;
	byId('requestCount').textContent = requestCount;
	byId('connections').textContent = connections;
	const news = newsOf(agentsBefore, agents);
	if (news !== '') byId('news').textContent = news;
	agentsBefore = agents;
	offerRecipients(agents);
	const rows = agents.filter((agent) => matches(agent, filter)).map((agent) => rowOf(agent, act));
	showRows(byId('agents'), rows);
	showQueues(byId('queues'), queues, act);
	byId('requests').replaceChildren(
		...requests.map(({ line, outcome }) => make('li', { className: outcome }, line)),
	);
	byId('noRequests').hidden = requests.length > 0;
	byId('faults').replaceChildren(...faults.map(faultRow));
	byId('noFaults').hidden = faults.length > 0;
	for (const select of byId('switches').querySelectorAll('select')) {
		select.value = JSON.stringify(switches[select.name]);
	}
}

/** A switch of the gateway with the values that it may have. */
function switchField([name, values]) {
	const onchange = ({ target }) =>
		send('POST', 'switches', { name, value: JSON.parse(target.value) });
	const options = values.map((value) =>
		make(
			'option',
			{ value: JSON.stringify(value) },
			{ true: 'yes', false: 'no' }[value] ?? String(value),
		),
	);
	return make('label', {}, SWITCHES[name] ?? name, make('select', { name, onchange }, ...options));
}

async function start() {
	const { faults, operations, switches } = await (await fetch('api/offers')).json();
	byId('faultKind').append(
		...faults.map((kind) => make('option', { value: kind }, FAULTS[kind] ?? kind)),
	);
	byId('faultOperation').append(
		make('option', { value: '' }, 'every request'),
		...operations.map((operation) => make('option', {}, operation)),
	);
	byId('switches').append(...Object.entries(switches).map(switchField));
	byId('addFault').addEventListener('submit', (event) => {
		event.preventDefault();
		send('POST', 'faults', {
			kind: byId('faultKind').value,
			operation: byId('faultOperation').value || undefined,
			times: Number(byId('faultTimes').value) || undefined,
		});
	});
	byId('reset').addEventListener('click', () => send('POST', 'reset'));
	byId('filter').addEventListener('input', refresh);
	await refresh();
	setInterval(refresh, 1000);
}

start();
