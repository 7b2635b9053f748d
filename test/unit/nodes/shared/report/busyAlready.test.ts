import { SETTING_BUSY } from '../../../../../nodes/shared/report/busyAlready';
import type { AgentId } from '../../../../../gateway/values/agentId';

const agentId = '31001' as AgentId;
const explain = SETTING_BUSY['100-009'];

it("says 'probably busy already' for a refused Set Busy", () => {
	expect(explain({ agentId, reason: 201, prolong: false })).toMatchObject({
		meaning: 'agent 31001 is probably busy already',
		remedy: expect.stringMatching(
			/^To give a busy agent another reason, choose .*'Replace Current Reason'/,
		) as string,
		short: 'busy already',
	});
});

it("does not say 'probably busy already' if the reason was to be replaced", () => {
	expect(explain({ agentId, reason: 201, prolong: true })).toBeUndefined();
});
