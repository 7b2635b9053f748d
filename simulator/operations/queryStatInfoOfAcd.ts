import { queueViews, type QueueView } from '../site/queues';
import { availableBy } from './availability';
import { answered, type Operation } from './operation';

/** The statistics of a queue. Fields that no page explains, or that are "not used", are 0 or empty: judgements. */
const statisticsOf = (queue: QueueView) => ({
	pilotNbr: '',
	deviceNo: queue.id,
	queueSize: queue.waiting,
	queueTime: queue.longestWait,
	loadFactor: 0,
	estWaitTime: 0,
	loggedOnAgents: queue.signedIn,
	availAgents: queue.available,
	transferFlg: 0,
	transferDeviceType: 0,
	transferDeviceNo: 0,
	skillDescrip: queue.name,
});

/**
 * Returns the statistics of skill queues. Source: api-ccfs-cec, cec_07_0411.
 *
 * Judgements: a queue that does not exist, or belongs to another VDN, is left out; the answer is in the order of the
 * request; a queue that is requested twice is returned once.
 */
export const queryStatInfoOfAcd: Operation = availableBy('statisticsCalls', '300-001', {
	isQuery: true,
	carryOut({ agent, body, site }) {
		const views = new Map(queueViews(site, agent.vdn).map((view) => [view.id, view]));
		const requested = new Set((body as { skills: Array<number | string> }).skills.map(Number));
		const known = [...requested].flatMap((id) => views.get(id) ?? []);
		return answered(known.map(statisticsOf));
	},
});
