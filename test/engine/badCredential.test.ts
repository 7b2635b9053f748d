/** Unusable credentials, and options outside their range. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { busy, limit, rest, forcedRest } from './inputSamples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

describe('an unusable credential', () => {
	it.each<[IDataObject, RegExp]>([
		[{ gatewayUrl: '' }, /^Gateway URL in the credential: no address was given/],
		[{ gatewayUrl: 'ftp://cc.example.com' }, /^Gateway URL .* does not speak 'ftp:'/],
		[
			{ gatewayUrl: 'https://me:hunter2@cc.example.com' },
			/^Gateway URL .* user name or a password/,
		],
		[{ guid: ' ' }, /^Guid in the credential: no Guid was given/],
		[{ agentId: '99' }, /^Agent ID in the credential: '99' is outside/],
		[{ trustedCa: 'nonsense' }, /^Trusted CA in the credential/],
		[
			{ busyReasons: '201 Lunch\n202 lunch' },
			/^Busy Reasons in the credential: the word 'lunch' stands for two codes, 201 and 202/,
		],
		[{ customStatuses: '100 A\n101 a' }, /^Custom Statuses in the credential/],
	])('%j stops the run with every On Error setting', async (fields, message) => {
		const credential = credentialFor(gateway(), '31000', fields);
		const rows = [{}, {}];

		const stopped = await runNode('setSessionLimit', limit, rows, { credential });
		expect(stopped.error?.message).toMatch(message);
		expect(stopped.error?.message).toMatch(/Nothing was sent\.$/);

		// Every item fails: if the node threw, n8n would pass on its input as a success.
		const separate = await runNode('setSessionLimit', limit, rows, {
			credential,
			onError: 'continueErrorOutput',
		});
		expect(separate.success).toEqual([]);
		expect(separate.failed.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
		expect(separate.failed[1]?.message).toMatch(message);

		const mixed = await runNode('setSessionLimit', limit, rows, {
			credential,
			onError: 'continueRegularOutput',
		});
		expect(mixed.success).toHaveLength(2);
		expect(mixed.success[0]).toMatchObject({
			outcome: 'rejected',
			error: { message: expect.stringMatching(message) as string },
		});

		for (const { run } of [stopped, separate, mixed]) {
			expect(JSON.stringify(run.data.resultData)).not.toContain('hunter2');
		}
		expect(gateway().requests).toHaveLength(0);
	});
});

it('fails every item if the credential does not exist', async () => {
	const { failed, success } = await runNode('setSessionLimit', limit, [{}, {}], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
		node: { credentials: { ccGatewayApi: { id: 'gone', name: 'Gone' } } },
	});
	expect(success).toEqual([]);
	expect(failed.map(({ message }) => message)).toEqual([
		'The credential does not exist on this n8n server, or no longer does (item 1 of 2)',
		'The credential does not exist on this n8n server, or no longer does (item 2 of 2)',
	]);
});

describe('an option outside its range', () => {
	it.each<[IDataObject, RegExp]>([
		[{ concurrency: 0 }, /^Option 'Concurrency': '0' is outside 1 to 50/],
		[{ concurrency: 51 }, /^Option 'Concurrency'/],
		[{ maxTries: 11 }, /^Option 'Tries per Request'/],
		[{ timeout: 'soon' }, /^Option 'Timeout \(Ms\)'/],
		[{ dryRun: 'perhaps' }, /^Option 'Dry Run'/],
	])('%j stops the run', async (options, message) => {
		const { error } = await runNode('setSessionLimit', { ...limit, options }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error?.message).toMatch(message);
		expect(gateway().requests).toHaveLength(0);
	});
});

it('reports a missing credential', async () => {
	const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], {
		credential: credentialFor(gateway()),
		node: { credentials: undefined },
	});
	expect(error).toMatchObject({
		message: 'No credential is chosen. Nothing was sent.',
		description: expect.stringContaining("field 'Credential'") as string,
	});
});

it.each(['setBusy', 'startRest', 'forceBusy'])(
	'refuses a waiting option of %s outside its range',
	async (type) => {
		const parameters = { ...rest, ...forcedRest, ...busy, agentId: '31000' };
		for (const seconds of [-1, 3601, 'long', 0.5]) {
			const { error } = await runNode(
				type,
				{ ...parameters, options: { waitForState: seconds } },
				[{}],
				{ credential: credentialFor(gateway()) },
			);
			expect(error?.message).toMatch(/^Option 'Wait for State \(Seconds\)': .* 0 to 3600/);
		}
		expect(gateway().requests).toHaveLength(0);
	},
);
