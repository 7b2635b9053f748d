import type { AgentId } from '../../../../gateway/values/agentId';
import {
	isOrderTaken,
	isOrderWaiting,
	type Order,
	PendingActionError,
	placeOrder,
	takeOrder,
} from '../../../../gateway/credential/pendingAction';

const SIGN_IN: Order = { kind: 'signIn', force: false };
const TEST: Order = { kind: 'test' };

describe('an order', () => {
	it('is told to n8n in the way that makes it run what takes it', () => {
		const error = placeOrder({}, SIGN_IN);
		expect(error).toBeInstanceOf(PendingActionError);
		expect(error.response).toEqual({ status: 401 });
		expect(error.name).toBe('PendingActionError');
		expect(error.message).toBe('The session has to be prepared first');
	});

	it('is nothing by itself', () => {
		const fields = {};
		expect(takeOrder(fields)).toBeUndefined();
		expect(isOrderWaiting(fields)).toBe(false);
		expect(isOrderTaken(fields)).toBe(false);
	});

	it.each<Order>([
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
	])('is taken as it was placed: %p', (order) => {
		const fields = {};
		placeOrder(fields, order);
		expect(isOrderWaiting(fields)).toBe(true);
		expect(isOrderTaken(fields)).toBe(false);
		expect(takeOrder(fields)).toBe(order);
	});

	it('is taken once', () => {
		const fields = {};
		placeOrder(fields, SIGN_IN);
		takeOrder(fields);
		expect(isOrderTaken(fields)).toBe(true);
		expect(isOrderWaiting(fields)).toBe(false);
		expect(takeOrder(fields)).toBeUndefined();
		expect(isOrderTaken(fields)).toBe(true);
	});

	it('may be followed by another one', () => {
		const fields = {};
		placeOrder(fields, TEST);
		takeOrder(fields);
		placeOrder(fields, SIGN_IN);
		expect(isOrderTaken(fields)).toBe(false);
		expect(takeOrder(fields)).toBe(SIGN_IN);
	});

	it('that waits is not replaced', () => {
		const fields = {};
		const forced: Order = { kind: 'signIn', force: true };
		placeOrder(fields, forced);
		placeOrder(fields, SIGN_IN);
		expect(takeOrder(fields)).toBe(forced);
		expect(takeOrder(fields)).toBeUndefined();
	});

	it('belongs to one object, not to one that looks alike', () => {
		const fields = { gatewayUrl: 'https://cc.example.com' };
		placeOrder(fields, SIGN_IN);
		const other = { ...fields };
		expect(takeOrder(other)).toBeUndefined();
		expect(takeOrder(fields)).toBeDefined();
		expect(isOrderTaken(other)).toBe(false);
	});
});
