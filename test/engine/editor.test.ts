import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { dropdown, testCredential } from '../support/editor';
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

describe('the credential test', () => {
	const press = async (fields = {}) =>
		await testCredential(credentialFor(gateway(), '31001', fields));

	it("requests the agent's own status, then the request that n8n requires, and nothing else", async () => {
		expect(await press()).toBe('OK');
		const [status, last, ...more] = gateway().requests;
		expect(status).toMatchObject({
			method: 'GET',
			path: '/onlineagent/31001/agentstatus',
			retcode: '0',
		});
		expect(last).toMatchObject({ method: 'GET', path: '/onlineagent/101/agentstatus' });
		expect(last?.headers.guid).toBeUndefined();
		expect(more).toEqual([]);
		for (const { headers } of gateway().requests) {
			expect(Object.keys(headers).join()).not.toMatch(/test/i);
		}
	});

	it('accepts the address in all its spellings', async () => {
		for (const ending of ['/', '/agentgateway', '/agentgateway/resource/']) {
			expect(await press({ gatewayUrl: ` ${gateway().url}${ending}` })).toBe('OK');
		}
		expect(await press({ agentId: ' 31001 ' })).toBe('OK');
		expect(await press({ trustedCa: '', ignoreTlsIssues: true })).toBe('OK');
	});

	it('reports a wrong Guid', async () => {
		const wrong = { guid: 'not-the-guid.AgentGateway1' };
		expect(await press(wrong)).toMatch(/does not accept the Guid for this agent \(000-003\)/);
		gateway().switches.badGuid = '100-006';
		expect(await press(wrong)).toMatch(/does not accept the Guid for this agent \(100-006\)/);
		gateway().signOut('31001');
		expect(await press()).toMatch(/\(100-006\)/);
	});

	it('reports a server that is not a CC-Gateway', async () => {
		gateway().faults.add({ kind: 'html' });
		expect(await press()).toMatch(/is not a CC-Gateway/);
		gateway().faults.clear();
		expect(await press({ gatewayUrl: `${gateway().url}/elsewhere` })).toMatch(
			/is not a CC-Gateway at this address/,
		);
	});

	it.each(['100-007', '000-000', '999-001', '100-001', '000-004', '105-002'])(
		'fails if the gateway answers %s',
		async (retcode) => {
			gateway().faults.add({ kind: 'retcode', retcode });
			expect(await press()).toContain(`did not tell the agent's status (${retcode})`);
		},
	);

	it('follows no redirect', async () => {
		const thief = await startSimulator({ tls: false });
		try {
			gateway().faults.add({ kind: 'redirect', location: thief.url });
			expect(await press()).toMatch(/points to another address \(HTTP 302\)/);
			expect(thief.requests).toHaveLength(0);
		} finally {
			await thief.close();
		}
	});

	describe('in the mode without a Guid', () => {
		const fields = { authentication: 'guidPerItem', guid: '', agentId: '' };

		it.each([
			['000-003', 200],
			['100-006', 200],
			['100-006', 401],
		] as const)('succeeds for a gateway that answers %s with HTTP %i', async (code, status) => {
			gateway().switches.badGuid = code;
			gateway().switches.refusalStatus = status;
			expect(await press(fields)).toBe('OK');
			for (const { path, headers } of gateway().requests) {
				expect(path).toBe('/onlineagent/101/agentstatus');
				expect(headers.guid).toBeUndefined();
			}
		});

		it('reports a server that is not a gateway, and an address that refuses connections', async () => {
			expect(await press({ ...fields, gatewayUrl: 'https://localhost:1' })).toMatch(
				/^Nothing listens at the gateway address\. Check/,
			);
			gateway().faults.add({ kind: 'html' });
			expect(await press(fields)).toMatch(/is not a CC-Gateway/);
		});
	});

	it('names an unusable field, and sends nothing', async () => {
		expect(await press({ gatewayUrl: 'cc.example.com' })).toMatch(/^Gateway URL in the credential/);
		expect(await press({ agentId: '99' })).toMatch(/^Agent ID in the credential: '99' is outside/);
		expect(await press({ guid: '' })).toMatch(/^Guid in the credential: no Guid was given/);
		expect(await press({ busyReasons: '201 A\n202 a' })).toMatch(/^Busy Reasons in the credential/);
		expect(gateway().requests).toHaveLength(0);
	});

	it('explains in a sentence why no connection is possible', async () => {
		expect(await press({ gatewayUrl: 'https://localhost:1' })).toMatch(
			/^Nothing listens at the gateway address\. Check/,
		);
		expect(await press({ trustedCa: '' })).toMatch(/certificate of the gateway .*'Trusted CA'/);
		expect(await press({ gatewayUrl: 'https://no-such-host.invalid' })).toMatch(
			/^The host name of the gateway is not known\. Check/,
		);
	});
});
