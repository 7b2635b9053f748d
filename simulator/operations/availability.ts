import type { Availability } from '../site/switches';
import { refused, type Call, type Operation, type UnknownHere } from './operation';
import type { Retcode } from './retcodes';

/** The switches for groups of calls that a site may not have, or may not allow. */
type CallGroup = 'monitorCalls' | 'lookUpCalls' | 'queueCalls' | 'statisticsCalls';

const ANSWERS: Readonly<Record<Availability, UnknownHere>> = {
	known: undefined,
	noRight: undefined,
	'404': 404,
	'000-002': '000-002',
};

/** Tests whether an agent looks itself up, for which it needs no right: a judgement. */
const isAboutItself = ({ agent, path }: Call): boolean => path.workno === agent.id;

/**
 * An operation that a site has only if a switch says so.
 * @param rightMissing the retcode for an agent who lacks the right (a judgement)
 */
export const availableBy = (
	group: CallGroup,
	rightMissing: Retcode,
	operation: Operation,
): Operation => ({
	...operation,
	unknownHere: (switches) => ANSWERS[switches[group]],
	carryOut: (call) =>
		call.switches[group] === 'noRight' && !isAboutItself(call)
			? refused(rightMissing)
			: operation.carryOut(call),
});
