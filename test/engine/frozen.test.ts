/** Workflows saved by earlier versions: same requests, same outputs. */
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { demandOf, EFFECT, effectOf, FROZEN, LAST_NODE, RECORDED } from '../support/frozen';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

it.each([...FROZEN])(
	'runs a workflow saved by version %s with the same requests and outputs',
	async (_version, flow) => {
		const { error, json } = await execute(flow, {
			credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		});
		expect(error).toBeUndefined();
		expect(json('Dry Run')).toMatchObject([{ dryRun: true }, { dryRun: true }]);
		expect(json(LAST_NODE)).toMatchObject([
			{ agentId: '31000', workNo: '31005', outcome: 'accepted' },
		]);
		expect(effectOf(gateway())).toEqual(EFFECT);
	},
);

it.each([...RECORDED])(
	'runs a workflow saved by version %s with the recorded fields and values as output',
	async (_version, { flow, outputs }) => {
		const { error, json } = await execute(flow, {
			credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		});
		expect(error).toBeUndefined();
		for (const [node, items] of Object.entries(outputs)) {
			expect([node, json(node)]).toMatchObject([node, demandOf(items)]);
		}
	},
	60_000,
);
