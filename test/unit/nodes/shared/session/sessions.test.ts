/** The sessions of a run in the three modes of the credential. */
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { openSessions } from '../../../../../nodes/shared/session/sessions';
import { contextWith, type Fields, SIGN_IN } from './sessionContexts';

const GUID: Fields = {
	gatewayUrl: 'https://sessions.test',
	authentication: 'guid',
	agentId: '31000',
	guid: 'JSESSIONID=c0ffee-c0ffee',
};
const PER_ITEM: Fields = { ...GUID, authentication: 'guidPerItem', guidField: 'session' };

const args = { agentId: parseAgentId(31002) };

async function sessionsOf(fields: Fields) {
	const sent: Array<{ guid: unknown; agentId: unknown; timeout: number }> = [];
	const httpRequestWithAuthentication = async (
		_type: string,
		{ timeout }: { timeout: number },
		{ credentialsDecrypted: { data } }: { credentialsDecrypted: { data: Fields } },
	) => {
		sent.push({ guid: data.guid, agentId: data.agentId, timeout });
		return { body: '{"retcode":"0"}', statusCode: 200, headers: {} };
	};
	const { context, reads } = contextWith(fields, {
		getExecutionCancelSignal: () => undefined,
		helpers: { httpRequestWithAuthentication },
	});
	const options = { ...DEFAULT_OPTIONS, timeout: 4_321 };
	const sessions = await openSessions(context, 1, options);
	expect(reads).toEqual([0]);
	return { sessions, sent };
}

const waitContext = { sleep: async () => {}, aborted: () => false, random: () => 0 };
const request = { ...agentStatus(args.agentId), effect: 'idempotent' as const };

it('has one session for all items with a pasted Guid', async () => {
	const { sessions, sent } = await sessionsOf(GUID);
	const session = sessions.of({ json: {} }, args);
	expect(sessions.of({ json: { a: 1 } }, args)).toBe(session);
	expect(session.id).toBe('c0ffee-c0ffee');
	expect(session.secrets()).toEqual(['c0ffee-c0ffee']);
	expect(sessions.secretsOf({ json: {} })).toEqual(['c0ffee-c0ffee']);
	expect(sessions.settings.authentication.mode).toBe('guid');
	expect(sessions.hints()).toEqual([]);
	await sessions.settled();
	await session.send(request, waitContext);
	expect(sent).toEqual([{ guid: 'c0ffee-c0ffee', agentId: '31000', timeout: 4_321 }]);
});

it('has a session per item, of the agent of the item', async () => {
	const { sessions, sent } = await sessionsOf(PER_ITEM);
	const item = { json: { session: 'JSESSIONID=of-the-item' } };
	const session = sessions.of(item, args);
	expect(session.id).toBe('of-the-item');
	expect(session.secrets()).toEqual(['of-the-item']);
	expect(sessions.secretsOf(item)).toEqual(['of-the-item']);
	expect(sessions.hints()).toEqual([]);
	await sessions.settled();
	await session.send(request, waitContext);
	expect(sent).toEqual([{ guid: 'of-the-item', agentId: '31002', timeout: 4_321 }]);
});

it.each<[object, string, RegExp]>([
	[
		{},
		"Item field 'session': no Guid was given",
		/^The item has no field 'session'\. Is the agent signed in\? A node before this one has to fetch the Guids, as in the example 'Session limits at shift change'\.$/,
	],
	[{ session: '' }, "Item field 'session': no Guid was given", /^Paste the agent's current Guid/],
	[{ session: 'a b' }, "Item field 'session': the Guid holds blanks", /^Paste/],
])('refuses the item %j in the mode Guid per Item', async (json, message, remedy) => {
	const { sessions } = await sessionsOf(PER_ITEM);
	const item = { json: json as Fields };
	expect(sessions.secretsOf(item)).toEqual([]);
	try {
		sessions.of(item, args);
		throw new Error('It was not refused');
	} catch (error) {
		expect(error).toBeInstanceOf(PreflightError);
		const { message: said, remedy: next, args: read } = error as PreflightError;
		expect(said).toContain(message);
		expect(next).toMatch(remedy);
		expect(read).toEqual(args);
	}
});

it('has one session that the package opens, and hides its password', async () => {
	const password = 'a long password';
	const { sessions, sent } = await sessionsOf({ ...SIGN_IN, password });
	const session = sessions.of({ json: {} }, args);
	expect(sessions.of({ json: {} }, args)).toBe(session);
	expect(session.id).toBe('31000');
	expect(session.secrets()).toContain(password);
	expect(sessions.secretsOf({ json: {} })).toContain(password);
	expect(sessions.hints()).toEqual([]);
	await sessions.settled();
	expect(sent).toEqual([]);
});
