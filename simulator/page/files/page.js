// Asks for the state of the simulator every second and shows it. Texts go in as text, never as HTML.

const byId = (id) => document.getElementById(id);
const STATES = {
	idle: 'idle',
	busy: 'busy',
	wrapUp: 'wrap-up',
	talking: 'talking',
	rest: 'resting',
};
const NO_CUSTOM_STATUS = 65535;
const SWITCHES = {
	idRange: 'Agent IDs',
	guidScope: 'A Guid acts for',
	badGuid: 'Wrong Guid',
	busyAgain: 'Busy again',
	refusalStatus: 'HTTP status of refusals',
	setGuidOn: 'New Guid comes on',
	contentTypeOn: 'Content-Type needed on',
	agentIdStrings: 'Recipients as text',
	noteEvent: 'A note’s event holds',
	eventGenTime: 'Events have a time',
	signOutTold: 'A sign-out is told to a waiting poll',
	monitorCalls: 'beginmonitor',
	monitorEvents: 'Told of monitored agents',
	cookiesRequired: 'Cookie needed',
	authMode: 'Guids',
	keepAliveBy: 'Kept alive by',
	queryLimit: 'Queries in two seconds (0: any number)',
	restDelay: 'Rest begins after (ms)',
};
const FAULTS = {
	resetBefore: 'Connection lost, not carried out',
	resetAfter: 'Connection lost, carried out',
	stall: 'No answer, carried out',
	truncate: 'Half an answer, carried out',
	status: 'HTTP 502',
	html: 'A sign-in page answers',
	numericRetcode: 'Retcode is a number',
	refuseConnections: 'No connection',
};

/** Makes an element with children: elements or texts. */
function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

async function send(method, path, body) {
	await fetch(`api/${path}`, {
		method,
		headers: { 'Content-Type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	await refresh();
}

const opened = new Set();

function notesOf({ id, noteCount, notes }) {
	if (noteCount === 0) return '';
	const details = make(
		'details',
		{ open: opened.has(id) },
		make('summary', {}, String(noteCount)),
		...notes.map(({ from, content }) => make('p', {}, `${from}: ${content}`)),
	);
	details.addEventListener('toggle', () => opened[details.open ? 'add' : 'delete'](id));
	return details;
}

const timeOf = (ms) => new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

function stateOf({ signedIn, state, inspector, ...agent }) {
	const { busyReason, preBusy, restCause, restEndsAt, preRest } = agent;
	const doing = signedIn ? STATES[state] : 'signed out';
	const booked = preBusy ? ', busy next' : preRest ? ', rest next' : '';
	const reasons = { busy: busyReason, rest: restCause };
	const code = reasons[preBusy ? 'busy' : preRest ? 'rest' : state] ?? 0;
	const until = signedIn && restEndsAt !== undefined ? ` until ${timeOf(restEndsAt)}` : '';
	return [
		doing + booked + (code > 0 ? ` ${code}` : '') + until,
		...(inspector ? ['inspector'] : []),
	].join(', ');
}

/** Asks whom the agent writes to, and what. */
function noteButton(id) {
	const write = () => {
		const said = prompt(`Agent ${id} writes a note to`, '31900: busy') ?? '';
		const [, to, content] = /^\s*(\d+)\s*:\s*(.*)$/.exec(said) ?? [];
		if (to !== undefined) send('POST', `agents/${id}/note`, { to, content });
	};
	return make('button', { type: 'button', onclick: write }, 'Note …');
}

function agentRow(agent) {
	const { id, vdn, name, queues, signedIn, state, customState, sessionLimits } = agent;
	const act = (label, path) =>
		make('button', { type: 'button', onclick: () => send('POST', `agents/${id}/${path}`) }, label);
	const actions = make('td');
	if (signedIn) {
		actions.append(act('Sign out', 'sign-out'), ' ', noteButton(id));
		if (state === 'talking' || state === 'wrapUp') actions.append(' ', act('End call', 'end-call'));
		else actions.append(' ', state === 'idle' ? act('Rest', 'rest') : act('Idle', 'idle'));
	}
	const limits = Object.entries(sessionLimits)
		.map(([mediaType, limit]) => `${mediaType}: ${limit}`)
		.join(', ');
	return make(
		'tr',
		{ className: signedIn ? '' : 'out' },
		make('td', {}, id),
		make('td', {}, name, make('small', {}, queues.join(', '))),
		make('td', {}, String(vdn)),
		make('td', {}, stateOf(agent)),
		make('td', {}, customState === NO_CUSTOM_STATUS ? '' : String(customState)),
		make('td', {}, limits),
		make('td', {}, notesOf(agent)),
		actions,
	);
}

function faultRow({ id, kind, operation = 'every request', times, struck }) {
	const left = times === undefined ? '' : ` of ${times}`;
	return make(
		'li',
		{},
		`${FAULTS[kind] ?? kind}, ${operation}: struck ${struck}${left} `,
		make('button', { type: 'button', onclick: () => send('DELETE', `faults/${id}`) }, 'Remove'),
	);
}

let last = '';

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
	const { url, requestCount, connections, agents, switches, faults, requests } = JSON.parse(text);
	byId('url').textContent = url;
	byId('requestCount').textContent = requestCount;
	byId('connections').textContent = connections;
	const wanted = agents.filter(
		(agent) =>
			agent.id.includes(filter) ||
			[agent.name, ...agent.queues, stateOf(agent)].join('\n').toLowerCase().includes(filter),
	);
	byId('agents').replaceChildren(...wanted.map(agentRow));
	byId('requests').replaceChildren(
		...requests.map(({ line, good }) => make('li', { className: good ? 'good' : '' }, line)),
	);
	byId('noRequests').hidden = requests.length > 0;
	byId('faults').replaceChildren(...faults.map(faultRow));
	byId('noFaults').hidden = faults.length > 0;
	for (const select of byId('switches').querySelectorAll('select')) {
		select.value = JSON.stringify(switches[select.name]);
	}
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
	byId('switches').append(
		...Object.entries(switches).map(([name, values]) =>
			make(
				'label',
				{},
				SWITCHES[name] ?? name,
				make(
					'select',
					{
						name,
						onchange: ({ target }) =>
							send('POST', 'switches', { name, value: JSON.parse(target.value) }),
					},
					...values.map((value) =>
						make(
							'option',
							{ value: JSON.stringify(value) },
							{ true: 'yes', false: 'no' }[value] ?? String(value),
						),
					),
				),
			),
		),
	);
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
