/** The lists and dropdowns of the editor. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { dropdown } from '../support/editor';
import { serviceAgentsOf, storedSession } from '../support/serviceAgents';

const gateway = useGateway();

describe('the dropdown of busy reasons', () => {
	const load = async (busyReasons?: string) =>
		(await dropdown(
			'setBusy',
			'loadBusyReasons',
			busyReasons === undefined ? undefined : credentialFor(gateway(), '31000', { busyReasons }),
		)) as INodePropertyOptions[];

	it("shows No Reason, then the site's words in the site's order, then the other codes", async () => {
		const options = await load('210 Lunch\n201 Training\n210 Dinner');
		expect(options.slice(0, 4)).toEqual([
			{ name: 'No Reason', value: 0 },
			{ name: 'Lunch / Dinner (210)', value: 210 },
			{ name: 'Training (201)', value: 201 },
			{ name: 'Reason (200)', value: 200 },
		]);
		expect(options.map(({ value }) => value).sort()).toEqual(
			[0, ...Array.from({ length: 51 }, (_, index) => 200 + index)].sort(),
		);
	});

	it('shows only codes without a credential or with unreadable words', async () => {
		for (const words of [undefined, '', '201 A\n202 a', 'nonsense']) {
			const options = await load(words);
			expect(options).toHaveLength(52);
			expect(options[1]).toEqual({ name: 'Reason (200)', value: 200 });
		}
	});
});

describe('the list of busy reasons', () => {
	const search = async (filter?: string) => {
		const credential = credentialFor(gateway(), '31000', { busyReasons: '210 Lunch' });
		return (
			(await dropdown('setBusy', 'searchBusyReasons', credential, filter)) as INodeListSearchResult
		).results;
	};

	it('has the entries of the dropdown of version 1', async () => {
		const options = await dropdown(
			'setBusy',
			'loadBusyReasons',
			credentialFor(gateway(), '31000', { busyReasons: '210 Lunch' }),
		);
		expect(await search()).toEqual(options);
	});

	it('filters busy reasons by word and by code', async () => {
		expect(await search('LUN')).toEqual([{ name: 'Lunch (210)', value: 210 }]);
		expect(await search('21')).toHaveLength(11);
		expect(await search('no reason')).toEqual([{ name: 'No Reason', value: 0 }]);
		expect(await search('nothing')).toEqual([]);
	});
});

/** Value of the hint entry in a list without words; choosing it leaves the field empty. */
const EMPTY = { value: '' };

describe('the list of custom statuses', () => {
	const search = async (filter?: string) =>
		(await dropdown(
			'setCustomStatus',
			'searchCustomStatuses',
			credentialFor(gateway()),
			filter,
		)) as INodeListSearchResult;

	it('filters custom statuses by word and by code', async () => {
		expect(await search()).toEqual({
			results: [
				{ name: 'Back office (100)', value: 100 },
				{ name: 'Coaching (101)', value: 101 },
			],
		});
		expect((await search('BACK')).results).toHaveLength(1);
		expect((await search('101')).results).toEqual([{ name: 'Coaching (101)', value: 101 }]);
		expect((await search('nothing')).results).toEqual([]);
	});

	it.each([
		['', "No words yet: see 'Custom Statuses' in the credential"],
		['1 A\n2 a', "'Custom Statuses' in the credential cannot be read"],
	])('explains the source of its words if the credential holds %j', async (words, name) => {
		const credential = credentialFor(gateway(), '31000', { customStatuses: words });
		for (const filter of ['', 'back']) {
			expect(await dropdown('setCustomStatus', 'searchCustomStatuses', credential, filter)).toEqual(
				{ results: [{ ...EMPTY, name }] },
			);
		}
	});

	it('has a hint entry that is refused like an empty field', async () => {
		const run = runNode(
			'setCustomStatus',
			{ agentId: '31001', customstate: { __rl: true, mode: 'list', ...EMPTY } },
			[{}],
			{ credential: credentialFor(gateway()) },
		);
		await expect(run).rejects.toThrow('Parameter "Custom Status" is required.');
		expect(gateway().requests).toHaveLength(0);
	});
});

describe('the list of rest reasons', () => {
	it.each(['startRest', 'forceRest'])("shows the site's words in %s", async (type) => {
		const credential = credentialFor(gateway(), '31000', { restReasons: '1 Lunch\n2 Doctor' });
		const search = async (filter?: string) =>
			((await dropdown(type, 'searchRestReasons', credential, filter)) as INodeListSearchResult)
				.results;
		expect(await search()).toEqual([
			{ name: 'Lunch (1)', value: 1 },
			{ name: 'Doctor (2)', value: 2 },
		]);
		expect(await search('doc')).toEqual([{ name: 'Doctor (2)', value: 2 }]);
		const name = "'Rest Reasons' in the credential cannot be read";
		expect(await dropdown(type, 'searchRestReasons', undefined)).toEqual({
			results: [{ ...EMPTY, name }],
		});
	});
});

describe('the list of skill queues', () => {
	const search = async (credential: IDataObject | undefined, filter?: string) =>
		(
			(await dropdown(
				'findAgents',
				'searchQueues',
				credential as ICredentialDataDecryptedObject | undefined,
				filter,
			)) as INodeListSearchResult
		).results;
	const named = async (fields: IDataObject = {}, filter?: string) =>
		await search(credentialFor(gateway(), '31000', fields), filter);

	it('shows the queues of the VDN with their names', async () => {
		expect(await named()).toEqual([
			{ name: 'Service hotline (11)', value: 11 },
			{ name: 'Orders (12)', value: 12 },
			{ name: 'Chat on the website (21)', value: 21 },
			{ name: 'Social media (22)', value: 22 },
			{ name: 'Web chat (23)', value: 23 },
			{ name: 'Callbacks (31)', value: 31 },
		]);
		expect(gateway().requests).toEqual([
			expect.objectContaining({ method: 'GET', path: '/queuedevice/31000/agentvdnskill' }),
		]);
	});

	it('finds queues by name and by ID', async () => {
		expect(await named({}, 'ORDERS')).toEqual([{ name: 'Orders (12)', value: 12 }]);
		expect(await named({}, '2')).toHaveLength(4);
		expect(await named({}, 'nothing')).toEqual([]);
	});

	it('is empty without an error if the gateway is unreachable or its answer unusable', async () => {
		expect(await search(undefined)).toEqual([]);
		expect(await named({ authentication: 'guidPerItem', guid: '', agentId: '' })).toEqual([]);
		expect(await named({ guid: '' })).toEqual([]);
		expect(await named({ gatewayUrl: 'nonsense' })).toEqual([]);
		expect(gateway().requests).toHaveLength(0);
		expect(await named({ gatewayUrl: 'https://localhost:1' })).toEqual([]);
		expect(await named({ guid: 'not-the-guid.AgentGateway1' })).toEqual([]);
		for (const kind of ['html', 'resetAfter'] as const) {
			gateway().faults.clear();
			gateway().faults.add({ kind });
			expect(await named()).toEqual([]);
		}
		gateway().faults.clear();
		gateway().faults.add({ kind: 'retcode', retcode: '600-005' });
		expect(await named()).toEqual([]);
	}, 20_000);

	describe('in the mode that signs in', () => {
		const { serviceAgent, signIns, requestsTo } = serviceAgentsOf(gateway);

		it('uses the current session, or opens one', async () => {
			const { credential } = serviceAgent();
			expect(await search(credential)).toHaveLength(6);
			expect(await search(credential)).toHaveLength(6);
			expect(signIns()).toBe(1);
			expect(storedSession(credential).guid).not.toBe('');
		});

		it('never ends a session of another application, even if the credential allows it', async () => {
			const { id, credential } = serviceAgent({ signedIn: true }, { takeOver: true });
			expect(await search(credential)).toEqual([]);
			expect(requestsTo('forceLogin')).toHaveLength(0);
			expect(gateway().agent(id).signedIn).toBe(true);
		});

		it('sends a refused password only once', async () => {
			const { credential } = serviceAgent({ password: 'another' });
			for (const _ of [1, 2, 3]) expect(await search(credential)).toEqual([]);
			expect(signIns()).toBe(1);
		});
	});
});
