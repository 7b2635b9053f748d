import { mapYielding, yielder } from '../../../../../nodes/shared/read/mapYielding';

describe('mapping a long list', () => {
	let now = 0;
	beforeEach(() => {
		now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	/** The order in which the items and another task of the event loop run. */
	async function done(msPerItem: number): Promise<string[]> {
		const order: string[] = [];
		setTimeout(() => order.push('else'), 0);
		await mapYielding(['a', 'b', 'c', 'd'], (item) => {
			order.push(item);
			now += msPerItem;
		});
		await new Promise((resolve) => setTimeout(resolve, 10));
		return order;
	}

	it('has the results of a plain map', async () => {
		expect(await mapYielding(['a', 'b'], (item, index) => `${item}${index}`)).toEqual(['a0', 'b1']);
		expect(await mapYielding([], () => 1)).toEqual([]);
	});

	it('does not yield if it is quick', async () => {
		expect(await done(12)).toEqual(['a', 'b', 'c', 'd', 'else']);
	});

	it('yields to the event loop if it is slow', async () => {
		expect(await done(25)).toEqual(['a', 'b', 'else', 'c', 'd']);
		expect(await done(1000)).toEqual(['a', 'else', 'b', 'c', 'd']);
	});

	it('blocks for another 50 ms after it has yielded', async () => {
		const order: string[] = [];
		let stopped = false;
		const turn = (): void => {
			order.push('else');
			if (!stopped) setTimeout(turn, 0);
		};
		setTimeout(turn, 0);
		await mapYielding(['a', 'b', 'c', 'd', 'e'], (item) => {
			order.push(item);
			now += 25;
		});
		stopped = true;
		expect(order.join(' ').replace(/(else )+/g, 'else ')).toBe('a b else c d else e');
	});

	it('rejects with the error of an item', async () => {
		const failing = mapYielding(['a', 'b'], (item) => {
			now += 100;
			if (item === 'b') throw new Error('no');
			return item;
		});
		await expect(failing).rejects.toThrow('no');
	});
});

describe('yielding', () => {
	let now = 0;
	beforeEach(() => {
		now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	it('begins after 50 ms of blocking, and again 50 ms after it has ended', async () => {
		const yields = yielder();
		now = 49;
		expect(yields()).toBeUndefined();
		now = 50;
		const yielded = yields();
		expect(yielded).toBeInstanceOf(Promise);
		now = 80;
		await yielded;
		now = 129;
		expect(yields()).toBeUndefined();
		now = 130;
		expect(yields()).toBeInstanceOf(Promise);
	});
});
