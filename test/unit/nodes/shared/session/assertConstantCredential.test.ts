import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { assertConstantCredential } from '../../../../../nodes/shared/session/assertConstantCredential';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

type Data = ICredentialDataDecryptedObject;

const FIXED: Data = {
	gatewayUrl: 'https://cc.example.com',
	authentication: 'guid',
	agentId: '31001',
	guid: 'g',
};
const BY_EXPRESSION: Data = { ...FIXED, gatewayUrl: '={{ $json.gateway }}' };

/** n8n's context with the credential's fields for every item. */
function n8n(perItem: Data[], additionalData: unknown) {
	const reads: number[] = [];
	const context = {
		getNode: () => ({ credentials: { ccGatewayApi: { id: '1', name: 'Gateway' } } }),
		getMode: () => 'manual',
		getCredentials: async (_type: string, index: number) => {
			reads.push(index);
			return perItem[index];
		},
		additionalData,
	} as unknown as IExecuteFunctions;
	return { context, reads };
}

/** n8n's helper that returns the stored fields. */
const storing = (stored: unknown) => ({
	credentialsHelper: {
		getDecrypted: async (...args: unknown[]) => {
			if (args[5] !== true) throw new Error('What is stored was not asked for');
			return stored;
		},
	},
});

const check = async (perItem: Data[], additionalData: unknown, signal?: AbortSignal) => {
	const { context, reads } = n8n(perItem, additionalData);
	const problem = await assertConstantCredential(
		{ context, signal },
		perItem.length,
		perItem[0]!,
	).catch((error: unknown) => error);
	return { problem, reads };
};

const same = Array<Data>(6).fill(FIXED);
const oneDiffers = same.map((data, index) =>
	index === 4 ? { ...data, gatewayUrl: 'https://other.example.com' } : data,
);

describe('the check that a credential is constant for all items', () => {
	it('is omitted for a single item', async () => {
		expect(await check([FIXED], storing(BY_EXPRESSION))).toEqual({ problem: undefined, reads: [] });
	});

	it('reads no item if all values are fixed', async () => {
		expect(await check(same, storing(FIXED))).toEqual({ problem: undefined, reads: [] });
	});

	it('reads every item if an expression may change', async () => {
		expect((await check(same, storing(BY_EXPRESSION))).reads).toEqual([1, 2, 3, 4, 5]);
		const { problem, reads } = await check(oneDiffers, storing(BY_EXPRESSION));
		expect(problem).toBeInstanceOf(PreflightError);
		expect((problem as PreflightError).message).toBe(
			"The field 'Gateway URL' of the credential changes from item to item",
		);
		expect(reads).toEqual([1, 2, 3, 4]);
	});

	it.each([
		undefined,
		{},
		{ credentialsHelper: {} },
		storing(undefined),
		storing('text'),
		storing({ data: 'encrypted' }),
		{ credentialsHelper: { getDecrypted: async () => await Promise.reject(new Error('no')) } },
	])('reads every item if n8n does not provide the stored fields, %#', async (additionalData) => {
		expect((await check(same, additionalData)).reads).toEqual([1, 2, 3, 4, 5]);
		expect((await check(oneDiffers, additionalData)).problem).toBeInstanceOf(PreflightError);
	});

	it('stops when the run is cancelled', async () => {
		const { problem, reads } = await check(same, undefined, AbortSignal.abort());
		expect({ problem, reads }).toEqual({ problem: undefined, reads: [] });
	});

	it.each([
		['guid', 'agentId', /Choose the mode 'Guid per Item'/],
		['guid', 'guid', /Choose the mode 'Guid per Item'/],
		['signIn', 'agentId', /Use one credential per agent, each with fixed values/],
		['signIn', 'password', /Use one credential per agent, each with fixed values/],
		['signIn', 'phonenum', /Use one credential per agent, each with fixed values/],
		['guid', 'trustedCa', /Use one credential per gateway, each with fixed values/],
		['guidPerItem', 'guidField', /Use one credential per gateway, each with fixed values/],
	])('says in the mode %s what to do about %s', async (authentication, field, remedy) => {
		const rows = ['a', 'b'].map((value) => ({ ...FIXED, authentication, [field]: value }));
		const { problem } = await check(rows, undefined);
		expect((problem as PreflightError).remedy).toMatch(remedy);
	});
});
