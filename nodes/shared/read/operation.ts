import type { IDataObject } from 'n8n-workflow';
import type { UnusableAnswer } from '../../../gateway/answer/agents';
import type { AgentId } from '../../../gateway/values/agentId';
import type { Explanation, Verdict } from '../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { Settings } from '../../../gateway/values/settings';
import type { ItemReader } from './item';
import type { Options } from './options';

/** The arguments of every operation: at least the agent whose session is used. */
export interface OperationArguments {
	agentId: AgentId;
	/** The agent that it acts on, where that is another one. */
	workNo?: AgentId;
}

/** The two parts of a sentence about an item: "Agent 31002" "set busy". */
export interface Phrase {
	subject: string;
	/** A past participle with what belongs to it. */
	done: string;
}

/** The description of an operation: all that makes a node differ from the others. */
export interface Operation<A extends OperationArguments> {
	/** Reads and checks the parameters of one item. */
	read: (item: ItemReader) => A;
	/** The request of the operation. */
	request: (args: A) => GatewayRequest;
	/** The wording for messages. */
	phrase: (args: A) => Phrase;
	/**
	 * The meaning of an accepted answer in words: the fields of one output item each, or the reason why it cannot be
	 * used. Without it: one item.
	 */
	answers?: (result: unknown, args: A) => IDataObject[] | UnusableAnswer;
	/** Leaves the gateway's own `result` out of the output. */
	simplify?: (args: A) => boolean;
	/** Arguments that the output leaves out: they say how something is done, not what. */
	unreported?: readonly string[];
	/** Sends several requests in the place of the one above. Must not throw. */
	steps?: (args: A, context: OperationContext) => Promise<Verdict>;
	/** The requests of such an operation, as far as they are known before the first answer; for a dry run. */
	requests?: (args: A, options: Options) => GatewayRequest[];
	/** Follow-up work after the request was accepted, such as a query. Must not throw. */
	followUp?: (args: A, context: OperationContext) => Promise<IDataObject | Verdict>;
	/** A sentence about an accepted answer beyond its fields, shown to the analyst once per run. */
	hint?: (result: unknown, found: number) => string | undefined;
	/**
	 * The way to do it to an agent for whom the session may not act, besides one's own Guid: a clause to follow "or".
	 */
	forOthers?: string;
	/** By retcode, sentences with the next step where this operation knows more than the retcode says. */
	remedies?: Readonly<Record<string, string>>;
	/**
	 * By retcode, the probable meaning of a refusal here; where it yields nothing, the retcode's own meaning counts.
	 */
	explanations?: Readonly<Record<string, (args: A) => Explanation | undefined>>;
	/** For requests with recipients. Such requests are independent; all others run in item order per acting agent. */
	recipients?: Recipients<A>;
}

/** Functions for an operation of several requests. */
export interface OperationContext {
	settings: Settings;
	options: Options;
	/** Sends a query in the same session. Never throws. */
	query: (request: GatewayRequest) => Promise<Verdict>;
	/** Lets other items go ahead, because this one will take long. Those of the same agent still wait. */
	releaseSlot: () => void;
	/** Waits; ends early, without throwing, when the run is over. */
	sleep: (ms: number) => Promise<void>;
	/** True once the run is over. */
	aborted: () => boolean;
}

/** Tests whether an operation ended with a verdict instead of fields for its item. */
export const isVerdict = (end: IDataObject | Verdict): end is Verdict =>
	'outcome' in end && 'retry' in end;

export interface Recipients<A extends OperationArguments> {
	/** The recipients, each once. */
	of: (args: A) => readonly number[];
	/** The number that the gateway takes at once. */
	atMost: number;
	/** The same arguments for other recipients. */
	only: (args: A, recipients: readonly number[]) => A;
	/** The arguments common to all recipients. */
	common: (args: A) => IDataObject;
	/** Two items for which this is the same differ in their recipients only. */
	sameNote: (args: A) => string;
	/** The requests that follow each other for every recipient; mostly one. */
	parts: (args: A) => A[];
	/** The length of the content, in bytes, for a dry run. */
	contentBytes: (args: A) => number;
}

/** The arguments common to all targets of an item. */
export const commonOf = <A extends OperationArguments>(
	{ recipients }: Operation<A>,
	args: A,
): IDataObject => recipients?.common(args) ?? { ...(args as object) };
