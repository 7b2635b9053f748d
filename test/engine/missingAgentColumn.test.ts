/** Several items without an agent: refused if all would do the same to the credential's agent. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { NODE_SAMPLES } from '../support/samples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const rows: IDataObject[] = [31001, 31002, 31003].map((agent) => ({ agent }));

const run = async (
	type: string,
	parameters: IDataObject,
	items = rows,
	options: IDataObject = {},
) =>
	await runNode(type, { agentId: '', ...parameters, options }, items, {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
	});

const MESSAGE = 'Agent ID is empty, but 3 items came in';

/** Nodes that set the state of the acting agent, with parameters. */
const OWN_STATE = [
	'clearCustomStatus',
	'endRest',
	'setBusy',
	'setCustomStatus',
	'setIdle',
	'setSessionLimit',
	'startRest',
];

describe.each(NODE_SAMPLES.filter(({ type }) => OWN_STATE.includes(type)))(
	'$type',
	({ type, parameters }) => {
		it('refuses items that would all do the same to the agent of the credential', async () => {
			for (const agentId of ['', ' ']) {
				const { failed } = await run(type, { ...parameters, agentId });
				expect(failed).toHaveLength(3);
				expect(failed[2]).toMatchObject({
					outcome: 'rejected',
					message: `${MESSAGE} (item 3 of 3)`,
					description: expect.stringMatching(
						/^Drag the column with the agents into the field 'Agent ID'\./,
					) as string,
				});
			}
			expect(gateway().requests).toEqual([]);
		});

		it('accepts one item, and several that name an agent', async () => {
			const one = await run(type, { ...parameters, agentId: '' }, rows.slice(0, 1));
			expect(gateway().requests).toHaveLength(1);
			const named = await run(type, { ...parameters, agentId: '31000' });
			expect(gateway().requests).toHaveLength(4);
			expect(JSON.stringify([one.failed, named.failed])).not.toContain('came in');
		});
	},
);

describe.each(NODE_SAMPLES.filter(({ type }) => !OWN_STATE.includes(type)))(
	'$type, which changes nothing or acts on another agent',
	({ type, parameters }) => {
		it('accepts several items that name no agent', async () => {
			const { run: ended } = await run(type, { ...parameters, agentId: '' });
			expect(JSON.stringify(ended.data.resultData.runData.Node)).not.toContain('came in');
			expect(gateway().requests.length).toBeGreaterThan(0);
		});
	},
);

it('accepts several media types for one agent as several limits', async () => {
	const limits = { mediaType: '={{ $json.media }}', callnums: 2 };
	const media = ['Text Chat', 'Social Chat', 'Text Chat'].map((name) => ({ media: name }));
	const { failed } = await run('setSessionLimit', limits, media);
	expect(gateway().requests).toHaveLength(3);
	expect(JSON.stringify(failed)).not.toContain('came in');
});

it('stops the workflow with "Stop Workflow", and a dry run finds the same', async () => {
	for (const dryRun of [false, true]) {
		const { error } = await runNode('setIdle', { agentId: '', options: { dryRun } }, rows, {
			credential: credentialFor(gateway()),
		});
		expect(error?.message).toBe(`${MESSAGE}. Nothing was sent.`);
	}
	expect(gateway().requests).toEqual([]);
});
