import type { INodeProperties, ITriggerFunctions } from 'n8n-workflow';
import { EVENT_KINDS, type EventKind } from '../../../gateway/answer/eventKinds';
import { parseAgentIds } from '../../../gateway/values/agentId';
import { parseChoices } from '../../../gateway/values/choices';
import { InvalidValueError, problemOf, quote } from '../../../gateway/values/invalidValueError';
import { PreflightError } from '../read/preflightError';
import { saidByN8n } from '../read/saidByN8n';

/** The fields of a trigger. */
export interface TriggerFields {
	events: INodeProperties;
	watchedAgents: INodeProperties;
}

/** What starts the workflow. */
export interface TriggerSettings {
	events: ReadonlySet<EventKind>;
	/** Empty for whomever the gateway tells of. */
	watched: readonly number[];
}

/** @throws {PreflightError} for values that are not allowed */
export function readTriggerSettings(
	context: ITriggerFunctions,
	{ events, watchedAgents }: TriggerFields,
): TriggerSettings {
	const read = <T>({ name, displayName }: INodeProperties, parse: (value: unknown) => T): T => {
		const refuse = (problem: string, remedy: string): never => {
			throw new PreflightError(`${displayName}: ${problem}`, remedy, {});
		};
		let value: unknown;
		try {
			value = context.getNodeParameter(name, null);
		} catch (error) {
			return refuse(
				'the expression could not be evaluated',
				`Check the expression.${saidByN8n(error)}`,
			);
		}
		try {
			return parse(value);
		} catch (error) {
			const { problem, remedy } = problemOf(error, {
				problem: `${quote(value)} could not be read`,
				remedy: 'Check the value.',
			});
			return refuse(problem, remedy);
		}
	};
	const words = new Set(read(events, parseEvents));
	// Hidden, and of no use, for everything else.
	const watched = words.has('agentStateChanged') ? read(watchedAgents, parseWatched) : [];
	return { events: words, watched };
}

function parseEvents(value: unknown): EventKind[] {
	const chosen = parseChoices(value ?? [], EVENT_KINDS);
	if (chosen.length > 0) return chosen;
	throw new InvalidValueError('none is chosen', 'Choose at least one kind of event.');
}

const parseWatched = (value: unknown): number[] =>
	value === null || (typeof value === 'string' && value.trim() === '') ? [] : parseAgentIds(value);
