import type { AgentSetup } from './agentSetup';

/** An invented Guid that is the same in every run, so that it can be copied into a credential. */
const demoGuid = (id: string): string =>
	`${id.padStart(8, '0')}-0000-4000-8000-${id.padStart(12, '0')}.AgentGateway1`;

const demoAgent = (id: number, setup: Partial<AgentSetup> = {}): AgentSetup => ({
	id: String(id),
	guid: demoGuid(String(id)),
	...setup,
});

/** Nobody works at this agent's desk: it is for clients that sign in by themselves. */
export const SERVICE_AGENT = { id: '31900', password: 'Service-31900' } as const;

/**
 * A small contact centre: a supervisor who may inspect, twelve agents, one in another VDN, and the
 * service agent, who may inspect as well.
 */
export const DEMO_SITE: readonly AgentSetup[] = [
	demoAgent(31000, { inspector: true }),
	demoAgent(31001),
	demoAgent(31002),
	demoAgent(31003),
	demoAgent(31004),
	demoAgent(31005, { state: 'talking' }),
	demoAgent(31006),
	demoAgent(31007, { signedIn: false }),
	demoAgent(31008),
	demoAgent(31009, { state: 'busy' }),
	demoAgent(31010),
	demoAgent(31011),
	demoAgent(31012),
	demoAgent(41001, { vdn: 2 }),
	{ ...SERVICE_AGENT, signedIn: false, inspector: true },
];
