/** Workflows that earlier versions saved still do the same. */
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { EFFECT, effectOf, FROZEN, LAST_NODE } from '../support/frozen';

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
