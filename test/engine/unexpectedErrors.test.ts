/** Errors that no code foresees, at every stage of a run: a node with a mistake in its operation. */
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { setBusy, type SetBusyArguments } from '../../gateway/operations/setBusy';
import { parseAgentId } from '../../gateway/values/agentId';
import type { Operation } from '../../nodes/shared/read/operation';
import { runItems } from '../../nodes/shared/runItems';
import { execute } from '../support/engine';
import {
	CREDENTIAL_ID,
	credentialFor,
	type OnError,
	oneNode,
	useGateway,
} from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const fault = (): never => {
	throw new TypeError('n is not a function');
};

/** Runs a node that sets the agents of its rows busy, but for its mistake. */
async function run(
	mistake: Partial<Operation<SetBusyArguments>>,
	rows: IDataObject[],
	onError: OnError,
) {
	const type = {
		description: {
			...{ displayName: 'Mistaken', name: 'mistaken', group: [], version: 1, description: '' },
			defaults: { name: 'Mistaken' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'ccGatewayApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			let index = 0;
			const agents = this.getInputData().map(({ json }) => json.agent);
			return await runItems(this, {
				read: () => ({ agentId: parseAgentId(agents[index++]), reason: 0, prolong: false }),
				request: setBusy,
				phrase: ({ agentId }) => ({ subject: `Agent ${agentId}`, done: 'set busy' }),
				...mistake,
			});
		},
	} as INodeType;
	const flow = oneNode('setBusy', {}, onError);
	for (const node of flow.nodes) if (node.id === 'node') node.type = 'test.mistaken';
	const execution = await execute(flow, {
		nodeTypes: { 'test.mistaken': type },
		pinData: { Rows: rows },
		credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
	});
	return { ...execution, output: execution.json('Node') };
}

const rows = [{ agent: 31001 }, { agent: 31002 }];

const sentTo = () => gateway().requests.map(({ agentId }) => agentId);

describe('an unexpected error before anything is sent', () => {
	const mistake = { request: fault };

	it('ends the run with "Stop Workflow", and says that nothing was sent', async () => {
		const { error } = await run(mistake, rows, 'stopWorkflow');
		expect(error).toMatchObject({
			message: 'An unexpected error occurred, and nothing was sent',
			description:
				'Please report this to the makers of this node, with the workflow and without secrets.',
		});
		expect(sentTo()).toEqual([]);
	});

	it('fails every item as not attempted with "Continue"', async () => {
		const { output } = await run(mistake, rows, 'continueRegularOutput');
		expect(output).toEqual(
			[1, 2].map((place) => ({
				outcome: 'notAttempted',
				retcode: null,
				message: null,
				result: null,
				error: {
					message: `An unexpected error occurred, and nothing was sent (item ${place} of 2)`,
					description: expect.stringMatching(/^Please report this/) as string,
				},
			})),
		);
	});
});

describe('an unexpected error after sending', () => {
	// Only a failure is described.
	const mistake = { phrase: fault };
	const refused = [{ agent: 31001 }, { agent: 31007 }];

	it('ends the run with "Stop Workflow", and asks to look at the agents first', async () => {
		const { error } = await run(mistake, refused, 'stopWorkflow');
		expect(error).toMatchObject({
			message: 'An unexpected error occurred after sending had begun',
			description: expect.stringMatching(
				/^Some items may have been carried out: look at the agents before you send them again\./,
			) as string,
		});
	});

	it('leaves open with "Continue" what became of every item', async () => {
		const { output } = await run(mistake, refused, 'continueRegularOutput');
		expect(output.map(({ outcome, error }) => [outcome, (error as IDataObject).message])).toEqual([
			['unknown', 'An unexpected error occurred after sending had begun (item 1 of 2)'],
			['unknown', 'An unexpected error occurred after sending had begun (item 2 of 2)'],
		]);
	});
});

it('refuses only the item that cannot be read for an unexpected error', async () => {
	let read = 0;
	const mistake = {
		read: () =>
			read++ === 0 ? fault() : { agentId: parseAgentId(31002), reason: 0, prolong: false },
	};
	const { output } = await run(mistake, rows, 'continueRegularOutput');
	expect(output.map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
	expect(output[0]?.error).toEqual({
		message: 'The item could not be read (item 1 of 2)',
		description: 'Check its values. Nothing was sent for this item.',
	});
	expect(sentTo()).toEqual(['31002']);
});

it('leaves only the item open whose answer causes an unexpected error', async () => {
	const mistake: Partial<Operation<SetBusyArguments>> = {
		answers: (_result, { agentId }) => (agentId === '31001' ? fault() : [{}]),
	};
	const { output } = await run(mistake, rows, 'continueRegularOutput');
	expect(output.map(({ outcome }) => outcome)).toEqual(['unknown', 'accepted']);
	expect(output[0]?.error).toEqual({
		message:
			'Agent 31001 may or may not have been set busy: an unexpected error occurred while it was being sent or its answer was read (item 1 of 2)',
		description: expect.stringMatching(
			/If it happens again, please report it to the makers of this node\.$/,
		) as string,
	});
	expect(sentTo()).toEqual(['31001', '31002']);
});

it('takes an accepted answer that it cannot use for an unknown outcome', async () => {
	const mistake: Partial<Operation<SetBusyArguments>> = {
		answers: () => ({ meaning: 'the answer holds no agents' }),
	};
	const { output } = await run(mistake, rows.slice(1), 'continueRegularOutput');
	expect(output).toMatchObject([
		{
			outcome: 'unknown',
			error: {
				message: 'Agent 31002 may or may not have been set busy: the answer holds no agents',
			},
		},
	]);
});
