import type { AgentId } from '../../../../gateway/values/agentId';
import {
	ActionCompletedError,
	endCarrier,
	wasActionTaken,
	isActionPending,
	type PendingAction,
	PendingActionError,
	rereaderOf,
	setPendingAction,
	takePendingAction,
} from '../../../../gateway/credential/pendingAction';

const SIGN_IN: PendingAction = { kind: 'signIn', force: false };
const TEST: PendingAction = { kind: 'test' };

describe('a pending action', () => {
	it('makes n8n run preAuthenticate, which takes it', () => {
		const error = setPendingAction({}, SIGN_IN);
		expect(error).toBeInstanceOf(PendingActionError);
		expect(error.response).toEqual({ status: 401 });
		expect(error.name).toBe('PendingActionError');
		expect(error.message).toBe('The session has to be prepared first');
	});

	it('does not exist unless it is set', () => {
		const fields = {};
		expect(takePendingAction(fields)).toBeUndefined();
		expect(isActionPending(fields)).toBe(false);
		expect(wasActionTaken(fields)).toBe(false);
	});

	it.each<PendingAction>([
		SIGN_IN,
		{ kind: 'signIn', force: true },
		TEST,
		{
			kind: 'store',
			session: {
				guid: 'g',
				cookies: '',
				gatewayUrl: 'https://cc.example.com',
				agentId: '31900' as AgentId,
				signedInAt: 1,
				renewedAt: 2,
			},
		},
	])('is taken as it was set: %p', (action) => {
		const fields = {};
		setPendingAction(fields, action);
		expect(isActionPending(fields)).toBe(true);
		expect(wasActionTaken(fields)).toBe(false);
		expect(takePendingAction(fields)).toBe(action);
	});

	it('is taken once', () => {
		const fields = {};
		setPendingAction(fields, SIGN_IN);
		takePendingAction(fields);
		expect(wasActionTaken(fields)).toBe(true);
		expect(isActionPending(fields)).toBe(false);
		expect(takePendingAction(fields)).toBeUndefined();
		expect(wasActionTaken(fields)).toBe(true);
	});

	it('may be followed by another action', () => {
		const fields = {};
		setPendingAction(fields, TEST);
		takePendingAction(fields);
		setPendingAction(fields, SIGN_IN);
		expect(wasActionTaken(fields)).toBe(false);
		expect(takePendingAction(fields)).toBe(SIGN_IN);
	});

	it('is not replaced while it waits', () => {
		const fields = {};
		const forced: PendingAction = { kind: 'signIn', force: true };
		setPendingAction(fields, forced);
		setPendingAction(fields, SIGN_IN);
		expect(takePendingAction(fields)).toBe(forced);
		expect(takePendingAction(fields)).toBeUndefined();
	});

	it('belongs to one object, not to an equal one', () => {
		const fields = { gatewayUrl: 'https://cc.example.com' };
		setPendingAction(fields, SIGN_IN);
		const other = { ...fields };
		expect(takePendingAction(other)).toBeUndefined();
		expect(takePendingAction(fields)).toBeDefined();
		expect(wasActionTaken(other)).toBe(false);
	});
});

describe('a request that only carries an action', () => {
	const reread = async () => ({});

	it('is never sent: n8n prepares the session first, and then the request has done its work', () => {
		const fields = {};
		setPendingAction(fields, SIGN_IN, reread);
		expect(rereaderOf(fields)).toBe(reread);
		expect(() => endCarrier(fields)).toThrow(PendingActionError);
		takePendingAction(fields);
		expect(() => endCarrier(fields)).toThrow(ActionCompletedError);
		expect(() => endCarrier(fields)).toThrow(
			expect.objectContaining({
				name: 'ActionCompletedError',
				message: 'The session is prepared',
			}) as Error,
		);
	});

	it('is no other request: those with an action of their own are sent', () => {
		const fields = {};
		expect(() => endCarrier(fields)).not.toThrow();
		setPendingAction(fields, SIGN_IN);
		expect(rereaderOf(fields)).toBeUndefined();
		expect(() => endCarrier(fields)).not.toThrow();
		takePendingAction(fields);
		expect(() => endCarrier(fields)).not.toThrow();
	});
});
