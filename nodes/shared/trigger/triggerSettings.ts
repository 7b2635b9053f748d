import type { INodeProperties, ITriggerFunctions } from 'n8n-workflow';
import { EVENT_KINDS, type EventKind } from '../../../gateway/answer/eventKinds';
import { parseAgentIds } from '../../../gateway/values/agentId';
import { parseChoices } from '../../../gateway/values/choices';
import { InvalidValueError } from '../../../gateway/values/invalidValueError';
import { readTriggerField } from '../read/field';

/** The fields of a trigger. */
export interface TriggerFields {
	events: INodeProperties;
	watchedAgents: INodeProperties;
}

/** The events that start the workflow. */
export interface TriggerSettings {
	events: ReadonlySet<EventKind>;
	/** Empty for all agents that the gateway reports. */
	watched: readonly number[];
}

/** Reads the settings of a trigger. @throws {PreflightError} for values that are not allowed */
export function readTriggerSettings(
	context: ITriggerFunctions,
	{ events, watchedAgents }: TriggerFields,
): TriggerSettings {
	const words = new Set(readTriggerField(context, events, parseEvents));
	// Hidden, and without effect, for everything else.
	const watched = words.has('agentStateChanged')
		? readTriggerField(context, watchedAgents, parseWatched)
		: [];
	return { events: words, watched };
}

function parseEvents(value: unknown): EventKind[] {
	const chosen = parseChoices(value ?? [], EVENT_KINDS);
	if (chosen.length > 0) return chosen;
	throw new InvalidValueError('none is chosen', 'Choose at least one kind of event.');
}

const parseWatched = (value: unknown): number[] =>
	value === null || (typeof value === 'string' && value.trim() === '') ? [] : parseAgentIds(value);
