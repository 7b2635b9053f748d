import type { IDataObject } from 'n8n-workflow';
import type { UnusableAnswer } from '../../../gateway/answer/agents';
import type { AgentId } from '../../../gateway/values/agentId';
import type { Explanation, Verdict } from '../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { Settings } from '../../../gateway/values/settings';
import type { ItemReader } from './item';
import type { Options } from './options';

/** What every operation is asked: at least which agent's session acts. */
export interface OperationArguments {
	agentId: AgentId;
	/** The agent whom it is about, where that is another one. */
	workNo?: AgentId;
}

/** The two parts of a sentence about an item: "Agent 31002" "set busy". */
export interface Phrase {
	subject: string;
	/** A past participle with what belongs to it. */
	done: string;
}

/** All that makes a node differ from the others. */
export interface Operation<A extends OperationArguments> {
	/** Reads and checks the parameters of one item. */
	read: (item: ItemReader) => A;
	/** The request that carries it out. */
	request: (args: A) => GatewayRequest;
	/** How messages name it. */
	phrase: (args: A) => Phrase;
	/**
	 * What an accepted answer says in words: the fields of one output item each, or why it cannot be used. Without
	 * it: one item.
	 */
	answers?: (result: unknown, args: A) => IDataObject[] | UnusableAnswer;
	/** Leaves the gateway's own `result` out of the output. */
	simplify?: (args: A) => boolean;
	/** Arguments that the output leaves out: they say how something is done, not what. */
	unreported?: readonly string[];
	/** Carries it out where that takes several requests, in the place of the one above. Must not throw. */
	steps?: (args: A, context: Afterwards) => Promise<Verdict>;
	/** The requests of such an operation, as far as they are known before the first answer; for a dry run. */
	requests?: (args: A, options: Options) => GatewayRequest[];
	/** What is still to be done after the request was accepted, such as another question. Must not throw. */
	afterwards?: (args: A, context: Afterwards) => Promise<IDataObject | Verdict>;
	/** What the analyst should know of an accepted answer beyond its fields: a sentence, shown once per run. */
	hint?: (result: unknown, found: number) => string | undefined;
	/**
	 * The way to do it to an agent for whom the session may not act, besides one's own Guid: a clause to follow "or".
	 */
	forOthers?: string;
	/** By retcode, what to do next where this operation can tell more than the retcode says. Sentences. */
	remedies?: Readonly<Record<string, string>>;
	/** By retcode, what a refusal probably means here; where it yields nothing, the retcode's own meaning counts. */
	explanations?: Readonly<Record<string, (args: A) => Explanation | undefined>>;
	/** For requests with recipients. Such requests are independent; all others run in item order per acting agent. */
	recipients?: Recipients<A>;
}

/** What an operation of several requests may use. */
export interface Afterwards {
	settings: Settings;
	options: Options;
	/** Sends a question in the same session. Never throws. */
	ask: (request: GatewayRequest) => Promise<Verdict>;
	/** Lets other items go ahead, because this one will take long. Those of the same agent still wait. */
	releaseSlot: () => void;
	/** Waits; ends early, without throwing, when the run is over. */
	sleep: (ms: number) => Promise<void>;
	/** Whether the run is over. */
	aborted: () => boolean;
}

/** Whether an operation ended with something else than fields for its item. */
export const isVerdict = (end: IDataObject | Verdict): end is Verdict =>
	'outcome' in end && 'retry' in end;

export interface Recipients<A extends OperationArguments> {
	/** Who they are, each once. */
	of: (args: A) => readonly number[];
	/** How many the gateway takes at once. */
	atMost: number;
	/** The same for other recipients. */
	only: (args: A, recipients: readonly number[]) => A;
	/** What is asked for all recipients alike. */
	common: (args: A) => IDataObject;
	/** Two items for which this is the same differ in their recipients only. */
	sameNote: (args: A) => string;
	/** The requests that follow each other for every recipient; mostly one. */
	parts: (args: A) => A[];
	/** The length of what is sent, in bytes, for a dry run. */
	contentBytes: (args: A) => number;
}

/** What is asked for all targets of an item alike. */
export const commonOf = <A extends OperationArguments>(
	{ recipients }: Operation<A>,
	args: A,
): IDataObject => recipients?.common(args) ?? { ...(args as object) };
