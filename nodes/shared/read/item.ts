import type { GenericValue, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	AGENT_ID_RANGE,
	type AgentId,
	parseAgentId,
	parseAgentIds,
} from '../../../gateway/values/agentId';
import { AGENT_STATES, type AgentState } from '../../../gateway/answer/agents';
import { parseChoice, parseChoices, parseSwitch } from '../../../gateway/values/choices';
import {
	FORCED_REST_REASON_RANGE,
	parseRestMinutes,
	parseRestReason,
} from '../../../gateway/values/rest';
import { parseSkillId } from '../../../gateway/values/skillId';
import { parseSkillIds, parseSomeSkillIds } from '../../../gateway/values/skillIds';
import { parseNoteContent, parseNoteText } from '../../../gateway/values/noteText';
import { parseSessionLimit, SESSION_LIMIT_RANGE } from '../../../gateway/values/sessionLimit';
import { parseBusyReason, parseCustomStatus } from '../../../gateway/values/siteCodes';
import { inWords } from '../../../gateway/values/numbers';
import { InvalidValueError, quote } from '../../../gateway/values/invalidValueError';
import { type MediaTypeCode, parseMediaType } from '../../../gateway/values/mediaTypes';
import type { Settings } from '../../../gateway/values/settings';
import { splitNote } from '../../../gateway/values/splitNote';
import { evaluateField, problemOfValue, refuseField } from './field';
import { NOTE_OPTIONS, type Options } from './options';
import {
	fixedText,
	holdsExpression,
	isLeftEmpty,
	isUnmarkedExpression,
	parameterReader,
} from './parameters';
import { whyNothing } from './whyNothing';

/** Remedy for a text that does not fit into one note. */
const SHORTEN_OR_SPLIT = `Shorten it, or set the option '${NOTE_OPTIONS.longNotes.field.displayName}' to split it.`;

/** Reads the parameters of one item. Every method throws `PreflightError` for a value that is not allowed. */
export interface ItemReader {
	/** An agent ID; a literally empty field means the credential's agent. */
	actingAgent(field: INodeProperties): AgentId;
	/** @param acting the field of the agent that acts, into which the column of the others may have gone by mistake */
	agent(field: INodeProperties, acting: INodeProperties): AgentId;
	agents(field: INodeProperties, acting: INodeProperties): number[];
	/** A text that fits into a note, or, with the option to split long ones, into several. */
	noteContent(field: INodeProperties): string;
	busyReason(field: INodeProperties): number;
	customStatus(field: INodeProperties): number;
	mediaType(field: INodeProperties): MediaTypeCode;
	sessionLimit(field: INodeProperties): string;
	/** Minutes, 1 to 1439. */
	restMinutes(field: INodeProperties): number;
	/** 0 to 255, 0 for none. */
	restReason(field: INodeProperties): number;
	/** 1 to 255. */
	forcedRestReason(field: INodeProperties): number;
	skillId(field: INodeProperties): number;
	/** IDs of skill queues, at least one, at most as many as given. */
	skillIds(field: INodeProperties, most?: number): number[];
	/** IDs of skill queues as above, or none. */
	anySkillIds(field: INodeProperties, most?: number): number[];
	/** One of a few words. */
	choice<T extends string>(field: INodeProperties, words: readonly T[]): T;
	/** Some of the states of agents; none for all. */
	states(field: INodeProperties): AgentState[];
	flag(field: INodeProperties): boolean;
	/** Refuses the item for values that do not go together. */
	refuse(field: INodeProperties, problem: string, remedy: string): never;
}

/** Makes the reader of each item. */
export function itemReaders(
	context: IExecuteFunctions,
	settings: Settings,
	{ longNotes }: Pick<Options, 'longNotes'>,
): (itemIndex: number) => ItemReader {
	const raw = context.getNode().parameters;
	const valueOf = parameterReader(context);

	/** The last text that was found to fit into notes: mostly it is the same for all items. */
	let splitText: string | undefined;

	return (itemIndex) => {
		const args: IDataObject = {};

		const read = <T>(field: INodeProperties, parse: (value: unknown) => T, empty?: () => T): T => {
			const { name } = field;
			if (isUnmarkedExpression(raw[name])) {
				return refuseField(
					field,
					{
						problem: `${quote(fixedText(raw[name]))} looks like an expression`,
						remedy: 'Switch the field to Expression.',
					},
					args,
				);
			}
			const value = evaluateField(field, () => valueOf(name, itemIndex), args);
			try {
				const parsed = empty && isLeftEmpty(raw[name]) ? empty() : parse(value);
				args[name] = parsed as GenericValue;
				return parsed;
			} catch (error) {
				const problem = problemOfValue(error, value);
				if (value === undefined || value === null) {
					const check = whyNothing(raw[name], context.getInputData()[itemIndex]?.json);
					const remedy = `${check} ${problem.remedy}`;
					return refuseField(field, { problem: 'the expression yields nothing', remedy }, args);
				}
				if (typeof value === 'string' || typeof value === 'number') args[name] = value;
				return refuseField(field, problem, args);
			}
		};

		const sessionAgent = (): AgentId => {
			const { authentication } = settings;
			if (authentication.mode !== 'guidPerItem') return authentication.agentId;
			throw new InvalidValueError(
				'no agent ID was given',
				"In the credential's mode 'Guid per Item' every item needs its own agent ID. To act as one agent, choose a credential in the mode 'Sign In as an Agent'.",
			);
		};

		const noLimit = (): never => {
			throw new InvalidValueError(
				'no number was given',
				`Give a whole number from ${inWords(SESSION_LIMIT_RANGE)}.`,
			);
		};

		const noAgent = (field: INodeProperties, acting: INodeProperties) => (): never => {
			throw new InvalidValueError(
				'no agent ID was given',
				holdsExpression(raw[acting.name])
					? `Leave '${acting.displayName}' empty; the agent goes into '${field.displayName}'.`
					: `Give an agent ID from ${inWords(AGENT_ID_RANGE)}.`,
			);
		};

		return {
			actingAgent: (field) => read(field, parseAgentId, sessionAgent),
			agent: (field, acting) => read(field, parseAgentId, noAgent(field, acting)),
			agents: (field, acting) => read(field, parseAgentIds, noAgent(field, acting)),
			noteContent: (field) =>
				read(field, (value) => {
					if (longNotes === 'reject') return parseNoteContent(value, SHORTEN_OR_SPLIT);
					const text = parseNoteText(value);
					if (text !== splitText) splitNote(text);
					splitText = text;
					return text;
				}),
			busyReason: (field) => read(field, (value) => parseBusyReason(value, settings.busyReasons)),
			customStatus: (field) =>
				read(field, (value) => parseCustomStatus(value, settings.customStatuses)),
			mediaType: (field) => read(field, parseMediaType),
			sessionLimit: (field) => read(field, parseSessionLimit, noLimit),
			restMinutes: (field) => read(field, parseRestMinutes),
			restReason: (field) => read(field, (value) => parseRestReason(value, settings.restReasons)),
			forcedRestReason: (field) =>
				read(field, (value) =>
					parseRestReason(value, settings.restReasons, FORCED_REST_REASON_RANGE),
				),
			skillId: (field) => read(field, parseSkillId),
			skillIds: (field, most) => read(field, (value) => parseSomeSkillIds(value, most)),
			anySkillIds: (field, most) => read(field, (value) => parseSkillIds(value, most)),
			choice: (field, words) => read(field, (value) => parseChoice(value, words)),
			states: (field) => read(field, (value) => parseChoices(value, AGENT_STATES)),
			flag: (field) => read(field, parseSwitch),
			refuse: (field, problem, remedy) => refuseField(field, { problem, remedy }, args),
		};
	};
}
