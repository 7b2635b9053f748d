/** A profile of the node Check Gateway in the simulator: each answer's position, and the answers without one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DEFAULT_SWITCHES, PROFILE_QUESTIONS, readProfile, type Switches } from '../../simulator';

/** Every code with a position of switches, and that position. */
const ANSWERS: ReadonlyArray<[id: string, code: string, switches: Partial<Switches>]> = [
	['guidHeader', 'setGuid', { guidHeader: 'setGuid' }],
	['guidHeader', 'guid', { guidHeader: 'guid' }],
	['guidHeader', 'both', { guidHeader: 'both' }],
	['cookies', 'none', { signInCookies: false }],
	['cookies', 'some', { signInCookies: true }],
	['password', 'fine', { password: 'fine' }],
	['password', 'change', { password: 'change' }],
	['password', 'expires', { password: 'expires' }],
	['wrongGuid', 'session', { badGuid: '100-006' }],
	['wrongGuid', 'permission', { badGuid: '000-003' }],
	['wrongGuid', 'http', { badGuid: 'http' }],
	['wrongGuid', 'served', { badGuid: 'served' }],
	['cookiesNeeded', 'needed', { cookiesRequired: true }],
	['cookiesNeeded', 'notNeeded', { cookiesRequired: false }],
	['contentType', 'needed', { contentTypeOn: 'every' }],
	['contentType', 'notNeeded', { contentTypeOn: 'bodies' }],
	['stateTimeUnit', 'seconds', { stateTimeUnit: 'seconds' }],
	['stateTimeUnit', 'milliseconds', { stateTimeUnit: 'milliseconds' }],
	['stateTimeUnit', 'doesNotGrow', { stateTimeUnit: 'doesNotGrow' }],
	['idRange', 'to59999', { idRange: '2023' }],
	['idRange', 'to999999', { idRange: '25.200' }],
	['idRange', 'withGap', { idRange: 'withGap' }],
	['scope', 'own', { guidScope: 'own' }],
	['scope', 'vdn', { guidScope: 'vdn' }],
	['lookUp', 'yes', { lookUpCalls: 'known' }],
	['lookUp', 'noRight', { lookUpCalls: 'noRight' }],
	['lookUp', 'notThere', { lookUpCalls: '404' }],
	['queues', 'yes', { queueCalls: 'known' }],
	['queues', 'noRight', { queueCalls: 'noRight' }],
	['queues', 'notThere', { queueCalls: '404' }],
	['statistics', 'yes', { statisticsCalls: 'known' }],
	['statistics', 'noRight', { statisticsCalls: 'noRight' }],
	['statistics', 'notThere', { statisticsCalls: '404' }],
	['sixthQuery', 'served', { queryLimit: 0 }],
	['sixthQuery', 'busy', { queryLimit: 5, queryRefusal: '000-007' }],
	['sixthQuery', 'http', { queryLimit: 5, queryRefusal: 'http' }],
	['busyAgain', 'refused', { busyAgain: '100-009' }],
	['busyAgain', 'accepted', { busyAgain: '0' }],
	['prolongIdle', 'yes', { prolongIdle: 'busy' }],
	['prolongIdle', 'refused', { prolongIdle: 'refused' }],
	['noCustomStatus', '65535', { noCustomStatus: '65535' }],
	['noCustomStatus', '0', { noCustomStatus: '0' }],
	['noteEvent', 'nothing', { noteToSelf: 'delivered', noteEvent: 'null' }],
	['noteEvent', 'text', { noteToSelf: 'delivered', noteEvent: 'note' }],
	['noteEvent', 'selfRefused', { noteToSelf: 'refused' }],
	['wrongRecipient', 'nobody', { wrongRecipient: 'nobody' }],
	['wrongRecipient', 'others', { wrongRecipient: 'others' }],
	['wrongRecipient', 'accepted', { wrongRecipient: 'accepted' }],
	['monitor', 'yes', { monitorCalls: 'known' }],
	['monitor', 'noRight', { monitorCalls: 'noRight' }],
	['monitor', 'notThere', { monitorCalls: '404' }],
	['guidOverlap', '50', { authMode: 'dynamic', guidTimeout: 110_000 }],
	['guidOverlap', '5 s', { authMode: 'dynamic', guidTimeout: 65_000 }],
	['guidOverlap', 'neverReplaced', { authMode: 'static' }],
	['keepAlive', 'anyRequest', { keepAliveBy: 'any' }],
	['keepAlive', 'pollsOnly', { keepAliveBy: 'poll' }],
];

it.each(ANSWERS)('%s: %s', (id, code, switches) => {
	expect(readProfile({ [id]: code })).toEqual({ switches, ignored: [] });
});

it('covers every question that has a switch', () => {
	expect([...new Set(ANSWERS.map(([id]) => id))]).toEqual(PROFILE_QUESTIONS);
});

it('names only positions of existing switches', () => {
	for (const [, , switches] of ANSWERS) expect(DEFAULT_SWITCHES).toMatchObject(typesOf(switches));
});

/** The same names with any value of the same type. */
const typesOf = (switches: Partial<Switches>) =>
	Object.fromEntries(
		Object.entries(switches).map(([name, value]) => [
			name,
			expect.any({ string: String, number: Number, boolean: Boolean }[typeof value as 'string']),
		]),
	);

describe('reading a profile', () => {
	const ANSWER = { id: 'scope', question: 'May one session …?', answer: 'Yes', code: 'vdn' };
	const expected = { guidScope: 'vdn', guidHeader: 'guid' };
	it.each([
		['as names and codes', { scope: 'vdn', guidHeader: 'guid' }],
		[
			'with the code inside',
			{ scope: { code: 'vdn', evidence: {} }, guidHeader: { code: 'guid' } },
		],
		['as a list of answers', [ANSWER, { id: 'guidHeader', code: 'guid' }]],
		['as items of n8n', [{ json: ANSWER }, { json: { id: 'guidHeader', code: 'guid' } }]],
		['as the item `profile`', { id: 'profile', profile: { scope: 'vdn', guidHeader: 'guid' } }],
		[
			'with the list inside',
			{ id: 'profile', answers: [ANSWER, { id: 'guidHeader', code: 'guid' }] },
		],
	])('%s', (_how, profile) => {
		expect(readProfile(profile)).toEqual({ switches: expected, ignored: [] });
	});

	it('with a number for a code', () => {
		expect(readProfile({ noCustomStatus: 0, guidOverlap: 30 }).switches).toEqual({
			noCustomStatus: '0',
			authMode: 'dynamic',
			guidTimeout: 90_000,
		});
	});

	it('leaves out unknown answers, and names the codes without a switch', () => {
		const profile = {
			scope: 'vdn',
			limitCodes: '106-003: too many',
			tomorrow: 'anything',
			sixthQuery: 'other',
			monitor: 'notAsked',
			wrongGuid: 'constructor',
			depth: 'wait',
			checkedAt: '2026-11-30T12:00:00Z',
		};
		expect(readProfile(profile)).toEqual({
			switches: { guidScope: 'vdn' },
			ignored: ['wrongGuid: constructor'],
		});
	});

	it.each([[{}], [[]], ['text'], [null], [{ tomorrow: 'x' }], [{ scope: 'notAsked' }]])(
		'fails for %j, which holds no answer',
		(profile) => {
			expect(() => readProfile(profile)).toThrow('It holds no answer of the node Check Gateway.');
		},
	);

	it('succeeds for any combination of answers', () => {
		const ids = [...new Set(ANSWERS.map(([id]) => id))];
		const choice = fc.record(
			Object.fromEntries(
				ids.map((id) => [id, fc.constantFrom(...ANSWERS.filter(([other]) => other === id))]),
			),
		);
		fc.assert(
			fc.property(choice, (chosen) => {
				const profile = Object.fromEntries(
					Object.entries(chosen).map(([id, [, code]]) => [id, code]),
				);
				const merged = Object.assign(
					{},
					...Object.values(chosen).map(([, , one]) => one),
				) as object;
				expect(readProfile(profile).switches).toEqual(merged);
			}),
		);
	});
});

describe('--profile', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'profile-'));
	});
	afterAll(() => rmSync(folder, { recursive: true }));
	/** Starts the simulator with a command line that is refused before it listens. */
	const start = (file: string) =>
		spawnSync(
			process.execPath,
			[
				'--import',
				'tsx',
				join(__dirname, '../../simulator/main.ts'),
				'--profile',
				file,
				'--port',
				'0',
			],
			{ encoding: 'utf8' },
		).stderr;

	it.each([
		['missing.json', undefined, 'no such file'],
		['text.json', 'no JSON', 'not valid JSON'],
		['empty.json', '{}', 'It holds no answer of the node Check Gateway.'],
	])('refuses %s', (name, content, reason) => {
		const file = join(folder, name);
		if (content !== undefined) writeFileSync(file, content);
		const said = start(file);
		expect(said).toContain(`--profile: ${file} cannot be used.`);
		expect(said).toContain(reason);
		expect(said).toContain('Usage:');
	});

	it('is read before the other options', () => {
		const file = join(folder, 'profile.json');
		writeFileSync(file, '{"scope":"vdn"}');
		expect(start(file)).toContain('--port must be a whole number');
	});
});
