import { eventPollerFor } from '../../../../gateway/polling/eventPollerFor';
import type { Clock } from '../../../../gateway/polling/eventPoller';
import type { AgentId } from '../../../../gateway/values/agentId';

const clock: Clock = {
	now: () => 0,
	sleep: async () => {},
	linger: async () => {},
	random: () => 0,
};
const agent = { baseUrl: 'https://cc.example.com', agentId: '31900' as AgentId };

it('there is one poller per agent and gateway', () => {
	const poller = eventPollerFor(agent, clock);
	expect(eventPollerFor({ ...agent }, clock)).toBe(poller);
	expect(eventPollerFor({ ...agent, agentId: '31901' as AgentId }, clock)).not.toBe(poller);
	expect(eventPollerFor({ ...agent, baseUrl: 'https://other.example.com' }, clock)).not.toBe(
		poller,
	);
});
