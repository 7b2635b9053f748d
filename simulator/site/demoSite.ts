import type { AgentSetup, SkillQueue } from './agentSetup';

/** An invented Guid that is the same in every run, so that it can be copied into a credential. */
const demoGuid = (id: string): string =>
	`${id.padStart(8, '0')}-0000-4000-8000-${id.padStart(12, '0')}.AgentGateway1`;

const demoAgent = (
	id: number,
	name: string,
	queues: readonly SkillQueue[],
	setup: Partial<AgentSetup> = {},
): AgentSetup => ({
	id: String(id),
	guid: demoGuid(String(id)),
	name,
	queues,
	...setup,
});

const HOTLINE: SkillQueue = { id: 11, name: 'Service hotline', mediaType: 5 };
const ORDERS: SkillQueue = { id: 12, name: 'Orders', mediaType: 5 };
const TEXT_CHAT: SkillQueue = { id: 21, name: 'Chat on the website', mediaType: 1 };
const WEB_CHAT: SkillQueue = { id: 23, name: 'Web chat', mediaType: 51 };
const SOCIAL_CHAT: SkillQueue = { id: 22, name: 'Social media', mediaType: 53 };
const CALLBACKS: SkillQueue = { id: 31, name: 'Callbacks', mediaType: 4 };
const BRANCH: SkillQueue = { id: 41, name: 'Branch office', mediaType: 5 };

const CHATS = [TEXT_CHAT, SOCIAL_CHAT];

/** An agent without a desk, for clients that sign in by themselves. */
export const SERVICE_AGENT = { id: '31900', password: 'Service-31900' } as const;

/**
 * A small contact centre: a supervisor who may inspect, twelve agents, one in another VDN, and the
 * service agent, who may inspect as well. All names are invented. One of the twelve takes no incoming
 * calls; the only one who takes callbacks is signed out.
 */
export const DEMO_SITE: readonly AgentSetup[] = [
	demoAgent(31000, 'Ines Albrecht', [], { inspector: true }),
	demoAgent(31001, 'Amara Okafor', [HOTLINE, ...CHATS]),
	demoAgent(31002, 'Ben Larsen', [HOTLINE, ...CHATS]),
	demoAgent(31003, 'Chen Yu', [HOTLINE, ...CHATS]),
	demoAgent(31004, 'Dalia Haddad', [HOTLINE, ...CHATS]),
	demoAgent(31005, 'Emil Novak', [HOTLINE], { state: 'talking' }),
	demoAgent(31006, 'Fatima Zahra', [HOTLINE, ORDERS]),
	demoAgent(31007, 'Gabriel Costa', [ORDERS, CALLBACKS], { signedIn: false }),
	demoAgent(31008, 'Hana Sato', [ORDERS, WEB_CHAT]),
	demoAgent(31009, 'Ivan Petrov', [ORDERS, TEXT_CHAT], { state: 'busy' }),
	demoAgent(31010, 'Julia Weiss', [ORDERS, SOCIAL_CHAT]),
	demoAgent(31011, 'Kofi Mensah', [ORDERS, WEB_CHAT]),
	demoAgent(31012, 'Lucia Romero', [ORDERS], { takesCalls: false }),
	demoAgent(41001, 'Milan Kovac', [BRANCH], { vdn: 2 }),
	{ ...SERVICE_AGENT, name: 'Service agent', signedIn: false, inspector: true },
];
