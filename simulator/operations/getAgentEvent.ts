import { refused, type Call, type Operation } from './operation';

/** Waits until the deadline, or for news of the agent, or until the client hangs up. */
async function waitForNews({ agent, clock, hungUp }: Call, deadline: number): Promise<void> {
	const news = new AbortController();
	const ring = () => news.abort();
	agent.bell.once('news', ring);
	await clock.sleep(deadline - clock.now(), AbortSignal.any([hungUp, news.signal]));
	agent.bell.off('news', ring);
}

/**
 * Polls for an event: the oldest one at once, the next one as it comes, or none after a while.
 * Source: api-ccfs-cec, cec_07_1274.
 *
 * Judgements: if the session ends meanwhile, the poll is refused at once as if it had come
 * afterwards; two polls of one agent take the events from one another; nothing is taken from the
 * queue for a client who hung up while waiting.
 */
export const getAgentEvent: Operation = {
	caller: 'own',
	bringsGuid: true,
	async carryOut(call) {
		const { agent, switches, clock, hungUp } = call;
		const { session } = agent;
		if (session.push) return refused('000-001');
		session.touch();
		const deadline = clock.now() + switches.pollWait;
		while (agent.events.length === 0 && session.isOpen) {
			if (clock.now() >= deadline || hungUp.aborted) break;
			await waitForNews(call, deadline);
		}
		if (!session.isOpen) return refused(agent.signedIn ? switches.badGuid : '100-006');
		return { retcode: '0', message: '', event: agent.events.shift() };
	},
};
