import {
	isPrepared,
	needPreparation,
	PreparationNeeded,
	takePreparation,
} from '../../../gateway/session/preparation';

const need = (fields: object, isTest = false): void => {
	expect(() => needPreparation(fields, isTest)).toThrow(PreparationNeeded);
};

describe('what is asked for', () => {
	it('is told to n8n in the way that makes it prepare', () => {
		const error = new PreparationNeeded();
		expect(error.response).toEqual({ status: 401 });
		expect(error.name).toBe('PreparationNeeded');
		expect(error.message).toBe('The session has to be prepared first');
	});

	it('is nothing by itself', () => {
		const fields = {};
		expect(takePreparation(fields)).toBeUndefined();
		expect(isPrepared(fields)).toBe(false);
	});

	it.each([true, false])('is remembered with whether it is for the Test button: %p', (isTest) => {
		const fields = {};
		need(fields, isTest);
		expect(isPrepared(fields)).toBe(false);
		expect(takePreparation(fields)).toEqual({ isTest });
	});

	it('is done once', () => {
		const fields = {};
		need(fields);
		takePreparation(fields);
		expect(isPrepared(fields)).toBe(true);
		expect(takePreparation(fields)).toBeUndefined();
		expect(isPrepared(fields)).toBe(true);
	});

	it('is done again if it is asked for again', () => {
		const fields = {};
		need(fields, true);
		takePreparation(fields);
		need(fields);
		expect(isPrepared(fields)).toBe(false);
		expect(takePreparation(fields)).toEqual({ isTest: false });
	});

	it('is asked for of one object, not of one that looks alike', () => {
		const fields = { gatewayUrl: 'https://cc.example.com' };
		need(fields);
		const other = { ...fields };
		expect(takePreparation(other)).toBeUndefined();
		expect(takePreparation(fields)).toBeDefined();
		expect(isPrepared(other)).toBe(false);
	});
});
