import type { INodeProperties, ITriggerFunctions } from 'n8n-workflow';
import { EVENT_KINDS, type EventKind } from '../../../gateway/answer/eventKinds';
import { parseAgentIds } from '../../../gateway/values/agentId';
import { parseChoice, parseChoices } from '../../../gateway/values/choices';
import { InvalidValueError } from '../../../gateway/values/invalidValueError';
import { readTriggerField } from '../read/field';

/** The fields of a trigger. */
export interface TriggerFields {
	events: INodeProperties;
	watchedAgents: INodeProperties;
	testEvent: INodeProperties;
}

/** The events that start the workflow. */
export interface TriggerSettings {
	events: ReadonlySet<EventKind>;
	/** Empty for all agents that the gateway reports. */
	watched: readonly number[];
	/** A test outputs a sample at once, instead of the next event. */
	sampleInTest: boolean;
}

/** Reads the settings of a trigger. @throws {PreflightError} for values that are not allowed */
export function readTriggerSettings(
	context: ITriggerFunctions,
	{ events, watchedAgents, testEvent }: TriggerFields,
): TriggerSettings {
	const words = new Set(readTriggerField(context, events, parseEvents));
	// Hidden, and without effect, for everything else.
	const watched = words.has('agentStateChanged')
		? readTriggerField(context, watchedAgents, parseWatched)
		: [];
	// Saved before the field was there: null.
	const testWith = readTriggerField(context, testEvent, (value) =>
		parseChoice(value ?? 'next', TEST_EVENTS),
	);
	return { events: words, watched, sampleInTest: testWith === 'sample' };
}

const TEST_EVENTS = ['next', 'sample'] as const;

function parseEvents(value: unknown): EventKind[] {
	const chosen = parseChoices(value ?? [], EVENT_KINDS);
	if (chosen.length > 0) return chosen;
	throw new InvalidValueError('none is chosen', 'Choose at least one kind of event.');
}

const parseWatched = (value: unknown): number[] =>
	value === null || (typeof value === 'string' && value.trim() === '') ? [] : parseAgentIds(value);
