/** Guids by credential and by item, reads of the credential, TLS, redirects. */
import type { IDataObject } from 'n8n-workflow';
import { startSimulator } from '../../simulator';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway();
const vdn = () => void (gateway().switches.guidScope = 'vdn');

describe('one Guid for all items', () => {
	it('is read once per run for any number of items', async () => {
		vdn();
		const rows = Array.from({ length: 50 }, () => ({}));
		const { credentialReads } = await runNode(
			'setSessionLimit',
			{ agentId: '31001', mediaType: '1', callnums: 2 },
			rows,
			{
				credential: credentialFor(gateway()),
			},
		);
		expect(credentialReads).toBeLessThanOrEqual(3);
		expect(gateway().requests).toHaveLength(50);
	});

	it('is refused if it changes from item to item', async () => {
		const rows = ['31001', '31002'].map((agent) => ({ agent, guid: gateway().agent(agent).guid }));
		const { error } = await runNode('setBusy', { agentId: '={{ $json.agent }}', reason: 0 }, rows, {
			credential: credentialFor(gateway(), '31001', { guid: '={{ $json.guid }}' }),
		});
		expect(gateway().requests).toHaveLength(0);
		expect(error).toMatchObject({
			message: "The field 'Guid' of the credential changes from item to item. Nothing was sent.",
			description: expect.stringContaining("'Guid per Item'") as string,
		});
	});
});

describe('a credential without expressions that change', () => {
	it.each([{}, { agentId: "={{ $('Rows').first().json.agent }}" }])(
		'is read once for a thousand items: %p',
		async (fields) => {
			const rows = Array.from({ length: 1000 }, () => ({ agent: '31001' }));
			const { credentialReads, error } = await runNode(
				'sendNote',
				{ agentId: '', agentIds: '31002', content: 'x' },
				rows,
				{ credential: credentialFor(gateway(), '31001', fields) },
			);
			expect(error).toBeUndefined();
			expect(credentialReads).toBe(2);
		},
	);
});

describe('a field of the credential that changes for one item only', () => {
	const rows = Array.from({ length: 9 }, (_, index) => ({ odd: index === 5 }));
	const guidPerItem = { authentication: 'guidPerItem', guid: '', agentId: '' };

	it.each<[string, IDataObject]>([
		['Gateway URL', { gatewayUrl: '={{ $json.odd ? "https://other.example.com" : "URL" }}' }],
		['Agent ID', { agentId: '={{ $json.odd ? "31002" : "31001" }}' }],
		['Guid', { guid: '={{ $json.odd ? "other" : "GUID" }}' }],
		['Trusted CA', { trustedCa: '={{ $json.odd ? "" : "CA" }}' }],
		['Ignore TLS Issues (Insecure)', { ignoreTlsIssues: '={{ $json.odd }}' }],
		['Authentication', { authentication: '={{ $json.odd ? "guidPerItem" : "guid" }}' }],
		['Guid Field', { ...guidPerItem, guidField: '={{ $json.odd ? "a" : "b" }}' }],
		['Busy Reasons', { busyReasons: '={{ $json.odd ? "201 Lunch" : "201 Rest" }}' }],
	])('is refused: %s', async (label, fields) => {
		const { url, ca } = gateway();
		const { guid } = gateway().agent('31001');
		const credential = credentialFor(gateway(), '31001', fields);
		for (const [name, value] of Object.entries(credential)) {
			if (typeof value !== 'string' || !value.startsWith('=')) continue;
			credential[name] = value
				.replace('URL', url)
				.replace('GUID', guid)
				.replace('"CA"', JSON.stringify(ca));
		}
		const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, rows, {
			credential,
		});
		expect(error?.message).toBe(
			`The field '${label}' of the credential changes from item to item. Nothing was sent.`,
		);
		expect(gateway().requests).toHaveLength(0);
	});

	it('is accepted if the mode does not use the field', async () => {
		const status = { agentId: '31001', customstate: 1 };
		const { error } = await runNode('setCustomStatus', status, rows, {
			credential: credentialFor(gateway(), '31001', {
				password: '={{ $json.odd }}',
				guidField: '={{ $json.odd }}',
			}),
		});
		expect(error).toBeUndefined();
	});
});

describe('an agent that changes from item to item in the credential', () => {
	it('is refused before any request', async () => {
		vdn();
		for (const rows of [
			['31001', '31002'],
			['31001', '31002', '31001'],
		]) {
			const { error } = await runNode(
				'setBusy',
				{ agentId: '', reason: 0 },
				rows.map((agent) => ({ agent })),
				{ credential: credentialFor(gateway(), '31000', { agentId: '={{ $json.agent }}' }) },
			);
			expect(error?.message).toMatch(/^The field 'Agent ID' of the credential changes/);
		}
		expect(gateway().requests).toHaveLength(0);
	});
});

describe('a Guid per item', () => {
	const perItem = (fields: IDataObject = {}) =>
		credentialFor(gateway(), '31000', {
			authentication: 'guidPerItem',
			guid: '',
			agentId: '',
			...fields,
		});

	it('is taken from each row and stays out of the output', async () => {
		const rows = ['31001', '31002', '31003'].map((agent) => ({
			agent,
			guid: `JSESSIONID=${gateway().agent(agent).guid}`,
			name: 'x',
		}));
		const { success, error } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', reason: 0, options: { includeInputFields: true } },
			rows,
			{ credential: perItem() },
		);
		expect(error).toBeUndefined();
		expect(
			success.map(({ agentId, name, guid, outcome }) => [agentId, name, guid, outcome]),
		).toEqual(rows.map(({ agent }) => [agent, 'x', undefined, 'accepted']));
		for (const { agentId = '', headers } of gateway().requests) {
			expect(headers.guid).toBe(gateway().agent(agentId).guid);
		}
	});

	it('may come from a field of another name', async () => {
		const { success } = await runNode(
			'setBusy',
			{ agentId: '31001', reason: 0 },
			[{ session: gateway().agent('31001').guid }],
			{ credential: perItem({ guidField: ' session ' }) },
		);
		expect(success[0]?.outcome).toBe('accepted');
	});

	it('fails only its own row if it is missing', async () => {
		const rows = [
			{ agent: '31001', guid: gateway().agent('31001').guid },
			{ agent: '31002' },
			{ agent: '31003', guid: 'bad\nguid' },
			{ agent: '', guid: gateway().agent('31004').guid },
		];
		const { success, failed } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', reason: 0 },
			rows,
			{ credential: perItem(), onError: 'continueErrorOutput' },
		);
		expect(success).toHaveLength(1);
		expect(gateway().requests).toHaveLength(1);
		expect(failed[0]?.description).toBe(
			"The item has no field 'guid'. Is the agent signed in? Check the node that fetches the Guids. Nothing was sent for this item.",
		);
		expect(failed.map(({ agentId, outcome, message }) => [agentId, outcome, message])).toEqual([
			['31002', 'rejected', "Item field 'guid': no Guid was given (item 2 of 4)"],
			[
				'31003',
				'rejected',
				"Item field 'guid': the Guid holds blanks or letters that no Guid has (item 3 of 4)",
			],
			['', 'rejected', 'Agent ID: an empty text is not a whole number 101 to 999999 (item 4 of 4)'],
		]);
	});

	it('is never sent to the gateway of another row', async () => {
		const other = await startSimulator({ tls: false });
		try {
			const rows = [gateway(), other].map((site) => ({
				url: site.url,
				guid: site.agent('31001').guid,
			}));
			const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, rows, {
				credential: perItem({ gatewayUrl: '={{ $json.url }}' }),
			});
			expect(error).toMatchObject({
				message:
					"The field 'Gateway URL' of the credential changes from item to item. Nothing was sent.",
				description: expect.stringContaining('one credential per gateway') as string,
			});
			expect([...gateway().requests, ...other.requests]).toHaveLength(0);
		} finally {
			await other.close();
		}
	});

	it('needs an agent ID in every item', async () => {
		const { failed } = await runNode(
			'setBusy',
			{ agentId: '', reason: 0 },
			[{ guid: gateway().agent('31001').guid }],
			{ credential: perItem(), onError: 'continueErrorOutput' },
		);
		expect(failed[0]?.message).toBe('Agent ID: no agent ID was given');
	});
});

describe('the certificate of the gateway', () => {
	const busy = { agentId: '31001', reason: 0 };

	it('must come from a trusted authority', async () => {
		const { failed } = await runNode('setBusy', busy, [{}], {
			credential: credentialFor(gateway(), '31001', { trustedCa: '' }),
			onError: 'continueErrorOutput',
		});
		expect(gateway().requests).toHaveLength(0);
		expect(failed[0]).toMatchObject({
			outcome: 'notAttempted',
			message: expect.stringMatching(/the certificate of the gateway|private authority/) as string,
			description: expect.stringContaining('Trusted CA') as string,
		});
	});

	it('is not trusted if another authority issued it', async () => {
		const other = await startSimulator();
		try {
			const { failed } = await runNode('setBusy', busy, [{}], {
				credential: credentialFor(gateway(), '31001', { trustedCa: other.ca }),
				onError: 'continueErrorOutput',
			});
			expect(failed[0]?.outcome).toBe('notAttempted');
		} finally {
			await other.close();
		}
	});

	it('may be unchecked if the credential says so, and its authority may be pasted on one line', async () => {
		for (const fields of [
			{ trustedCa: '', ignoreTlsIssues: true },
			{ trustedCa: gateway().ca.replace(/\n/g, ' ') },
		]) {
			const { success } = await runNode(
				'setCustomStatus',
				{ agentId: '31001', customstate: 1 },
				[{}],
				{
					credential: credentialFor(gateway(), '31001', fields),
				},
			);
			expect(success[0]?.outcome).toBe('accepted');
		}
	});

	it('does not matter over plain HTTP', async () => {
		const plain = await startSimulator({ tls: false });
		try {
			const { success } = await runNode('setBusy', busy, [{}], {
				credential: credentialFor(plain, '31001', { trustedCa: '' }),
			});
			expect(success[0]?.outcome).toBe('accepted');
		} finally {
			await plain.close();
		}
	});
});

describe('a redirect', () => {
	it('is never followed, and no other server receives the Guid', async () => {
		const thief = await startSimulator({ tls: false });
		try {
			gateway().faults.add({ kind: 'redirect', location: `${thief.url}/agentgateway/resource/x` });
			const { failed } = await runNode('sendNote', { agentIds: '31002', content: 'x' }, [{}], {
				credential: credentialFor(gateway(), '31001'),
				onError: 'continueErrorOutput',
			});
			expect(thief.requests).toHaveLength(0);
			expect(failed[0]).toMatchObject({
				outcome: 'rejected',
				message: expect.stringContaining('points to another address (HTTP 302)') as string,
			});
		} finally {
			await thief.close();
		}
	});
});
