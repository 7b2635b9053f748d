/** Values of a roster as node parameters, words beside codes, and nodes in a chain. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

describe('the word beside a code', () => {
	const refused = async (parameters: IDataObject) =>
		(
			await runNode('setBusy', { agentId: '31007', prolong: false, ...parameters }, [{}], {
				credential: credentialFor(gateway()),
				onError: 'continueErrorOutput',
			})
		).failed[0];

	it('is in the output if the gateway or the node refuses', async () => {
		expect(await refused({ reason: 202 })).toMatchObject({ reasonName: 'Team meeting' });
		expect(await refused({ reason: 202, prolong: 'perhaps' })).toMatchObject({
			reasonName: 'Team meeting',
			prolong: 'perhaps',
		});
	});

	it('is in the output of a dry run, and missing if the site has no word', async () => {
		for (const [reason, reported] of [
			[201, { reason: 201, reasonName: 'Lunch' }],
			[0, { reason: 0 }],
			[250, { reason: 250 }],
		] as const) {
			const parameters = { agentId: '31001', reason, options: { dryRun: true } };
			const { success } = await runNode('setBusy', parameters, [{}], {
				credential: credentialFor(gateway()),
			});
			const { request: _request, ...fields } = success[0] ?? {};
			expect(fields).toEqual({
				agentId: '31001',
				...reported,
				prolong: false,
				outcome: 'notAttempted',
				dryRun: true,
			});
		}
	});
});

const busyReason = (value: string | number, mode = 'code') => ({ __rl: true, mode, value });

describe('values of a roster', () => {
	it.each<[string, IDataObject, IDataObject, IDataObject]>([
		['setBusy', { reason: '={{ $json.why }}' }, { why: 'LUNCH' }, { reason: 201 }],
		['setBusy', { reason: busyReason('={{ $json.why }}') }, { why: 'lunch' }, { reason: 201 }],
		['setBusy', { reason: busyReason('={{ $json.why }}') }, { why: ' ' }, { reason: 0 }],
		['setBusy', { reason: busyReason('Team meeting') }, {}, { reason: 202 }],
		['setBusy', { reason: busyReason(202, 'list') }, {}, { reason: 202 }],
		['setBusy', { reason: busyReason(0, 'list') }, {}, { reason: 0 }],
		['setBusy', {}, {}, { reason: 0 }],
		['setBusy', { reason: '={{ $json.why }}' }, { why: 'Lunch (201)' }, { reason: 201 }],
		['setBusy', { reason: '={{ $json.why }}' }, { why: '' }, { reason: 0 }],
		[
			'setBusy',
			{ reason: 201, prolong: '={{ $json.again }}' },
			{ again: 'TRUE' },
			{ prolong: true },
		],
		[
			'setCustomStatus',
			{ customstate: { __rl: true, mode: 'code', value: '={{ $json.status }}' } },
			{ status: ' back OFFICE ' },
			{ customstate: 100 },
		],
		[
			'setCustomStatus',
			{ customstate: { __rl: true, mode: 'code', value: '={{ $json.status }}' } },
			{ status: 101 },
			{ customstate: 101 },
		],
		['setCustomStatus', { customstate: '={{ $json.status }}' }, { status: 7 }, { customstate: 7 }],
		[
			'setSessionLimit',
			{ mediaType: '={{ $json.media }}', callnums: '={{ $json.limit }}' },
			{ media: 'social chat', limit: ' 5 ' },
			{ mediaType: '53', callnums: '5' },
		],
		[
			'setSessionLimit',
			{ mediaType: '={{ $json.media }}', callnums: 3 },
			{ media: 53 },
			{ mediaType: '53' },
		],
		[
			'sendNote',
			{ agentIds: '={{ $json.to }}', content: 'x' },
			{ to: ['31002', 31001, 31002] },
			{ agentIds: [31002, 31001] },
		],
	])('%s reads %j over %j as %j', async (type, parameters, row, expected) => {
		const { success } = await runNode(
			type,
			{ agentId: '={{ $json.agent }}', ...parameters },
			[{ agent: ' 31001 ', ...row }],
			{ credential: credentialFor(gateway()) },
		);
		expect(success[0]).toMatchObject({ agentId: '31001', outcome: 'accepted', ...expected });
	});
});

describe('chained nodes', () => {
	it("keep the fields of the roster, but do not report an earlier node's outcome as their own", async () => {
		const before = {
			name: 'Ana',
			agentIds: [31001],
			content: 'old',
			outcome: 'accepted',
			retcode: '0',
		};
		const report = {
			recipients: { accepted: [31001] },
			dryRun: true,
			request: 'old',
			requests: [],
		};
		const { success } = await runNode(
			'sendNote',
			{ agentIds: '={{ "Bo" }}', content: 'new', options: { includeInputFields: true } },
			[{ ...before, ...report }],
			{ credential: credentialFor(gateway()), onError: 'continueRegularOutput' },
		);
		expect(success[0]).toEqual({
			name: 'Ana',
			agentId: '31000',
			agentIds: 'Bo',
			outcome: 'rejected',
			retcode: null,
			message: null,
			error: expect.anything() as unknown,
		});
	});

	it("do not report an earlier node's word for their own code", async () => {
		const options = { includeInputFields: true };
		const earlier = {
			...{ agentId: '31001', reason: 201, reasonName: 'Lunch', mediaType: '53' },
			...{ mediaTypeName: 'Social Chat', outcome: 'accepted', retcode: '0', message: 'success' },
		};
		const busy = { agentId: '31002', reason: 203, options };
		const { success } = await runNode('setBusy', busy, [earlier], {
			credential: credentialFor(gateway()),
		});
		expect(success[0]).toMatchObject({ reason: 203, mediaTypeName: 'Social Chat' });
		expect(success[0]).not.toHaveProperty('reasonName');
	});

	it('do not output the Guid that the credential took from a row', async () => {
		const { guid } = gateway().agent('31000');
		const { run, success } = await runNode(
			'setBusy',
			{ agentId: '31001', reason: 0, options: { includeInputFields: true } },
			[{ name: 'x', token: `JSESSIONID=${guid}` }],
			{ credential: credentialFor(gateway(), '31000', { guid: '={{ $json.token }}' }) },
		);
		expect(success[0]).toMatchObject({ name: 'x', token: 'JSESSIONID=•••' });
		expect(JSON.stringify(run.data.resultData.runData.Node)).not.toContain(guid);
	});

	it('do not quote a Guid that a wrong column puts into a field', async () => {
		const { guid } = gateway().agent('31001');
		const { error } = await runNode(
			'setBusy',
			{ agentId: '={{ $json.guid }}', reason: 0 },
			[{ guid }],
			{
				credential: credentialFor(gateway(), '31001', { authentication: 'guidPerItem', guid: '' }),
			},
		);
		expect(error?.message).toBe('Agent ID: a Guid is not a whole number 101 to 999999');
	});
});
