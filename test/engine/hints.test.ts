/** The hints above the output of a run. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, type OnError, runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { serviceAgentsOf } from '../support/serviceAgents';

const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'vdn' } });
const { serviceAgent, agents } = serviceAgentsOf(gateway);

interface Setting {
	onError?: OnError;
	credential?: ReturnType<typeof credentialFor>;
}

const hintsOf = async (
	type: string,
	parameters: IDataObject,
	rows: IDataObject[],
	{ onError = 'continueErrorOutput', credential = credentialFor(gateway()) }: Setting = {},
) => (await runNode(type, parameters, rows, { credential, onError })).runs('Node')[0]?.hints ?? [];

const warning = (message: string) => ({ message, type: 'warning', location: 'outputPane' });
const info = (message: string) => ({ message, type: 'info', location: 'outputPane' });

const busy = { agentId: '={{ $json.agent }}', reason: 0, options: { concurrency: 1 } };

describe('a run in which something failed', () => {
	it('counts the failed items by reason', async () => {
		for (const id of ['36001', '36002']) gateway().addAgent({ id, state: 'busy' });
		const rows = [36001, 31007, 36002, 'Bo', 31003].map((agent) => ({ agent }));
		expect(await hintsOf('setBusy', busy, rows)).toEqual([
			warning(
				'Of 5 items: 1 accepted, 4 rejected: 2 busy already (100-009), 1 not signed in (100-006), 1 refused before sending.',
			),
		]);
	});

	it('gives no count for a cause that all failed items share', async () => {
		for (const [onError, agent] of [
			['continueErrorOutput', 31001],
			['continueRegularOutput', 31002],
		] as const) {
			const rows = [{ agent: 31007 }, { agent }];
			expect(await hintsOf('setBusy', busy, rows, { onError })).toEqual([
				warning('Of 2 items: 1 accepted, 1 rejected: not signed in (100-006).'),
			]);
		}
	});

	it('counts recipients with One Item per Recipient', async () => {
		const note = { agentIds: '31001, 31099, 31002', content: 'x' };
		const options = { output: 'perRecipient' };
		expect(await hintsOf('sendNote', { ...note, options }, [{}])).toEqual([
			warning('Of 3 recipients: 2 accepted, 1 rejected: no such recipient (100-001).'),
		]);
	});

	it('counts recipients if an item has several', async () => {
		const note = { agentIds: '={{ $json.to }}', content: 'x' };
		const rows = [{ to: '31001, 31099, 31002' }, { to: '31003' }];
		expect(await hintsOf('sendNote', note, rows)).toEqual([
			warning(
				'Of 2 items: 1 accepted, 1 rejected: no such recipient (100-001). Of 4 recipients: 3 accepted, 1 rejected.',
			),
		]);
	});

	it('leaves out a retcode that is no code', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '<img src=x>' });
		expect(await hintsOf('setBusy', busy, [{ agent: 31001 }])).toEqual([
			warning('Rejected: refused.'),
		]);
	});
});

it('adds no hint if every item succeeds', async () => {
	expect(await hintsOf('setBusy', busy, [{ agent: 31001 }])).toEqual([]);
});

describe('a note whose only recipient is its sender', () => {
	const own = warning(
		"The only recipient of a note is its own sender, agent 31000. The agents that Find Agents finds are in its column 'workNo'.",
	);
	const note = { agentIds: '={{ $json.agentId }}', content: 'x' };

	it('gets one hint, also before it is sent', async () => {
		const rows = [{ agentId: '31000' }, { agentId: '31000' }];
		expect(await hintsOf('sendNote', note, rows)).toEqual([own]);
		const dry = { ...note, options: { dryRun: true } };
		expect(await hintsOf('sendNote', dry, rows)).toEqual([expect.anything(), own]);
	});

	it('gets no hint if there are other recipients, too', async () => {
		expect(await hintsOf('sendNote', { ...note, agentIds: '31000, 31001' }, [{}])).toEqual([]);
	});
});

describe('a dry run', () => {
	const options = { dryRun: true };

	it('counts the checked notes, one per recipient and part', async () => {
		const note = { agentIds: '={{ $json.to }}', content: '={{ $json.text }}' };
		const rows = [
			{ to: '31001, 31002', text: 'x' },
			{ to: '31002, 31003', text: 'x' },
			{ to: '31001', text: 'word '.repeat(250) },
		];
		const longNotes = 'split';
		expect(
			await hintsOf('sendNote', { ...note, options: { ...options, longNotes } }, rows),
		).toEqual([info('Dry run: 5 notes checked, none sent.')]);
		expect(gateway().requests).toEqual([]);
	});

	it('counts the checked and the refused items', async () => {
		const parameters = { ...busy, options };
		expect(await hintsOf('setBusy', parameters, [{ agent: 31001 }])).toEqual([
			info('Dry run: 1 item checked, none sent.'),
		]);
		const rows = [{ agent: 31001 }, { agent: 'Bo' }, { agent: 31002 }];
		expect(await hintsOf('setBusy', parameters, rows)).toEqual([
			warning('Dry run: 2 items checked, none sent; 1 item refused.'),
		]);
	});
});

describe('signing in', () => {
	useFastClock(40);

	it('adds a hint with duration and reason if it had to wait', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		setTimeout(() => gateway().signOut(id), 15_000);
		const [hint, ...more] = await hintsOf('setBusy', busy, agents(2), { credential });
		expect(more).toEqual([]);
		expect(hint?.type).toBe('info');
		const [, seconds] =
			/^Signing in took (\d+) seconds: an earlier session of agent (\d+) had to end first\.$/.exec(
				hint?.message ?? '',
			) ?? [];
		expect(Number(seconds)).toBeGreaterThanOrEqual(10);
		expect(Number(seconds)).toBeLessThanOrEqual(40);
		expect(hint?.message).toContain(`agent ${id} `);
	}, 60_000);

	it('adds no hint if it succeeds without waiting or takes a session over', async () => {
		expect(await hintsOf('setBusy', busy, agents(1), serviceAgent())).toEqual([]);
		const { credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		expect(await hintsOf('setBusy', busy, agents(1, 35_000), { credential })).toEqual([]);
	});
});
