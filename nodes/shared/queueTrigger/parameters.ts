/** The parameters of the Queue Trigger, read and checked. */
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import type { QueueConditions } from '../../../gateway/answer/queueAlerts';
import { parseChoice, parseSwitch } from '../../../gateway/values/choices';
import { parseWholeNumber, type Range } from '../../../gateway/values/numbers';
import { parseSomeSkillIds } from '../../../gateway/values/skillIds';
import { QUEUES } from '../fields/queueFields';
import { readTriggerField, refuseField } from '../read/field';

/** The fields of the trigger, by their internal names. */
export type QueueTriggerFields = Readonly<
	Record<
		| 'queues'
		| 'skillIds'
		| 'waitingAtLeast'
		| 'longestWaitAtLeast'
		| 'availableAtMost'
		| 'forPolls'
		| 'alsoRecovered'
		| 'recoveredBelow',
		INodeProperties
	>
>;

export interface QueueTriggerSettings {
	/** Undefined for all queues of the VDN. */
	skillIds?: number[];
	conditions: QueueConditions;
}

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Reads the parameters. @throws {PreflightError} for values that are not allowed, or that do not go together */
export function readQueueTrigger(
	context: IPollFunctions,
	fields: QueueTriggerFields,
): QueueTriggerSettings {
	const read = <T>(field: INodeProperties, parse: (value: unknown) => T): T =>
		readTriggerField(context, field, parse);
	const number = (field: INodeProperties): number | undefined => {
		const range = rangeOf(field);
		return read(field, (value) => {
			// Only a field that was left empty, not an expression that yields nothing.
			const { [field.name]: raw } = context.getNode().parameters;
			return isEmpty(value) && isEmpty(raw) ? undefined : parseWholeNumber(value, range);
		});
	};

	const all = read(fields.queues, (value) => parseChoice(value, QUEUES)) === 'all';
	const conditions: QueueConditions = {
		waitingAtLeast: number(fields.waitingAtLeast),
		longestWaitAtLeast: number(fields.longestWaitAtLeast),
		availableAtMost: number(fields.availableAtMost),
		forPolls: number(fields.forPolls) ?? 1,
		alsoRecovered: read(fields.alsoRecovered, parseSwitch),
		recoveredBelow: number(fields.recoveredBelow),
	};
	const { waitingAtLeast, longestWaitAtLeast, availableAtMost, recoveredBelow } = conditions;
	if (
		waitingAtLeast === undefined &&
		longestWaitAtLeast === undefined &&
		availableAtMost === undefined
	) {
		refuseField(fields.waitingAtLeast, {
			problem: 'no condition is given',
			remedy: `Fill in at least one of '${fields.waitingAtLeast.displayName}', '${fields.longestWaitAtLeast.displayName}' and '${fields.availableAtMost.displayName}'.`,
		});
	}
	if (recoveredBelow !== undefined && !(recoveredBelow < (waitingAtLeast ?? 0))) {
		refuseField(fields.recoveredBelow, {
			problem:
				waitingAtLeast === undefined
					? `'${recoveredBelow}' has nothing to be below`
					: `'${recoveredBelow}' is not below '${waitingAtLeast}'`,
			remedy: `Give a number below '${fields.waitingAtLeast.displayName}', or leave it empty.`,
		});
	}
	return {
		...(all ? {} : { skillIds: read(fields.skillIds, (value) => parseSomeSkillIds(value)) }),
		conditions,
	};
}

/** The range of a number, as its field has it. */
const rangeOf = ({ typeOptions }: INodeProperties): Range => ({
	min: typeOptions?.minValue ?? 0,
	max: typeOptions?.maxValue ?? 0,
});
