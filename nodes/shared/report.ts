import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type Outcome, type Verdict, worstOutcome } from '../../gateway/outcome';
import { notAttempted } from '../../gateway/carryOut';
import { escapeHtml } from '../../gateway/redact';
import { RETCODES } from '../../gateway/retcodes';
import type { Settings } from '../../gateway/settings';
import type { Refusal } from './itemReader';
import type { Asked, Operation } from './operation';
import { DEFAULT_OPTIONS, type Options } from './options';
import type { Session } from './sessions';

/** One request's share of an item, with its verdict once there is one. */
export interface Piece<A extends Asked> {
	asked: A;
	verdict?: Verdict;
}

/** An input item: refused before anything was sent, or on its way in one or more pieces. */
export type Entry<A extends Asked> =
	{ refusal: Refusal } | { asked: A; session: Session; pieces: Array<Piece<A>> };

/** A finished run, with all that its report is made of. */
export interface Run<A extends Asked> {
	context: IExecuteFunctions;
	operation: Operation<A>;
	/** Undefined if the run was refused before they could be read. */
	settings?: Settings;
	options: Options;
	items: INodeExecutionData[];
	entries: Array<Entry<A>>;
}

/** What is told of an item: the flat fields of the output and, if it failed, why. */
interface Told {
	outcome: Outcome;
	fields: IDataObject;
	failure?: { message: string; description: string; verdict?: Verdict };
}

const COUNTED: Readonly<Record<Outcome, string>> = {
	accepted: 'accepted',
	rejected: 'rejected',
	unknown: 'unknown',
	notAttempted: 'not attempted',
};

const BEST_FIRST = ['accepted', 'rejected', 'unknown', 'notAttempted'] as const;

/**
 * Turns a run into output items, one per input item and in order, in the form that the node's
 * setting 'On Error' asks for.
 * @throws {NodeApiError | NodeOperationError} in the setting 'Stop Workflow', for the first failed item
 */
export function report<A extends Asked>(run: Run<A>): INodeExecutionData[] {
	const { context, items, entries } = run;
	const node = context.getNode();
	const cancelled = context.getExecutionCancelSignal()?.aborted ?? false;
	const told = entries.map((entry) => tell(run, entry));

	const failed = told.some(({ failure }) => failure !== undefined);
	// A cancelled run must return: an error would turn "canceled" into "failed".
	if (failed && !context.continueOnFail() && !cancelled) throw stopError(node, told);
	if (failed) {
		context.addExecutionHints?.({
			message: `${countedItems(told)}.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	const separate = node.onError === 'continueErrorOutput' && !cancelled;
	return told.map(({ fields, failure }, index) => {
		const json: IDataObject = { ...inputFields(run, items[index]), ...fields };
		if (failure !== undefined) {
			const why = {
				message: `${failure.message} [item ${index}]`,
				description: failure.description,
			};
			if (separate) {
				const { message: gatewayMessage, ...rest } = fields;
				// A single key that holds an object: what n8n of every version sends to the error output.
				return {
					json: { error: { ...why, ...rest, gatewayMessage } },
					pairedItem: { item: index },
				};
			}
			json.error = why;
		}
		return { json, pairedItem: { item: index } };
	});
}

/**
 * Reports a run that could not be made at all. Where the node goes on after a failed item, every
 * item has failed: if the node threw instead, n8n would hand on its input as if all had gone well.
 * @throws {NodeOperationError} in the setting 'Stop Workflow'
 */
export function reportRefusedRun<A extends Asked>(
	context: IExecuteFunctions,
	operation: Operation<A>,
	items: INodeExecutionData[],
	refusal: Refusal,
): INodeExecutionData[] {
	if (!context.continueOnFail()) {
		throw nodeError(context.getNode(), `${refusal.message}. Nothing was sent.`, {
			description: escapeHtml(refusal.remedy),
		});
	}
	const entries = items.map((): Entry<A> => ({ refusal }));
	return report({ context, operation, options: DEFAULT_OPTIONS, items, entries });
}

/** The fields of the input item, where the user wants to keep them; never its Guid, nor an error of old. */
function inputFields<A extends Asked>(
	{ options, settings }: Run<A>,
	item: INodeExecutionData | undefined,
): IDataObject {
	if (!options.includeInputFields || item === undefined) return {};
	// An `error` left over in the first item would make n8n's 'Retry On Fail' run the whole node again.
	const { error: _error, ...fields } = item.json;
	if (settings?.authentication.mode === 'guidPerItem')
		delete fields[settings.authentication.guidField];
	return fields;
}

function tell<A extends Asked>(run: Run<A>, entry: Entry<A>): Told {
	if ('refusal' in entry) {
		const { message, remedy, asked } = entry.refusal;
		return {
			outcome: 'rejected',
			fields: { ...asked, ...answerOf('rejected') },
			failure: { message, description: escapeHtml(`${remedy} Nothing was sent for this item.`) },
		};
	}
	const asked = { ...entry.asked } as unknown as IDataObject;
	if (run.options.dryRun) {
		return {
			outcome: 'notAttempted',
			fields: { ...asked, outcome: 'notAttempted', dryRun: true, ...preview(run, entry.pieces) },
		};
	}
	const verdicts = entry.pieces.map(({ verdict }) => verdict ?? NOT_SENT);
	const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
	const firstFailure = verdicts.find((verdict) => verdict.outcome !== 'accepted');
	const fields: IDataObject = { ...asked, ...answerOf(outcome, firstFailure ?? verdicts[0]) };
	const { recipients } = run.operation;
	const lists = recipients && byOutcome(entry.pieces, recipients.of);
	if (lists) fields.recipients = lists;
	if (firstFailure === undefined) return { outcome, fields };
	const worst = verdicts.find((verdict) => verdict.outcome === outcome) ?? firstFailure;
	const concerned =
		recipients && lists ? recipients.only(entry.asked, lists[outcome]) : entry.asked;
	const failure = describe(run, concerned, worst);
	if (lists && entry.pieces.length > 1) {
		failure.description += ` ${counted('recipients', (one) => lists[one].length)}.`;
	}
	return { outcome, fields, failure: { ...failure, verdict: worst } };
}

/** What a piece ends with when the run as a whole was called off before anything was sent. */
const NOT_SENT = notAttempted(
	'another item cannot be sent, and this node stops at the first one',
	'Correct the other item.',
);

const answerOf = (outcome: Outcome, verdict?: Verdict): IDataObject => ({
	outcome,
	retcode: verdict?.retcode ?? null,
	message: verdict?.message ?? null,
	result: verdict?.result ?? null,
});

function byOutcome<A extends Asked>(
	pieces: Array<Piece<A>>,
	recipientsOf: (asked: A) => readonly number[],
): Record<Outcome, number[]> {
	const lists: Record<Outcome, number[]> = {
		accepted: [],
		rejected: [],
		unknown: [],
		notAttempted: [],
	};
	for (const { asked, verdict = NOT_SENT } of pieces) {
		for (const recipient of recipientsOf(asked)) lists[verdict.outcome].push(recipient);
	}
	return lists;
}

function preview<A extends Asked>({ operation }: Run<A>, pieces: Array<Piece<A>>): IDataObject {
	const requests = pieces.map(({ asked }, index) => {
		const { method, path, query = null, body = null } = operation.request(asked);
		const batch = operation.recipients && {
			batch: index + 1,
			...operation.recipients.preview(asked),
		};
		return { ...batch, method, path, query, body };
	});
	return operation.recipients ? { requests } : { request: requests[0] };
}

function describe<A extends Asked>(
	run: Run<A>,
	asked: A,
	verdict: Verdict,
): { message: string; description: string } {
	const { subject, done } = run.operation.phrase(asked);
	const { meaning, remedy } = ofAnotherAgent(run.settings, asked, verdict) ?? verdict;
	const sentence: Record<Outcome, string> = {
		accepted: `${subject} was ${done}`,
		rejected: `${subject} was not ${done}`,
		unknown: `${subject} may or may not have been ${done}`,
		notAttempted: `${subject} was not ${done}, nothing was sent`,
	};
	const said =
		verdict.retcode === null
			? ''
			: ` The gateway answered ${verdict.retcode}${verdict.message ? `: ${verdict.message.replace(/[.\s]+$/, '')}` : ''}.`;
	return {
		message: `${sentence[verdict.outcome]}: ${meaning}`,
		description: escapeHtml(`${remedy}${said}`),
	};
}

/** A session refusal about another agent than the session's own proves nothing about the session. */
function ofAnotherAgent(
	settings: Settings | undefined,
	{ agentId }: Asked,
	{ retcode }: Verdict,
): Pick<Verdict, 'meaning' | 'remedy'> | undefined {
	const authentication = settings?.authentication;
	if (authentication?.mode !== 'guid' || authentication.agentId === agentId) return undefined;
	if (retcode === null || RETCODES.get(retcode)?.class !== 'session') return undefined;
	return {
		meaning: `agent ${agentId} is not signed in, or this session may not act for it`,
		remedy: `Check that agent ${agentId} is signed in, and that the Guid in the credential, the one of agent ${authentication.agentId}, is current. If the gateway lets a session act for its own agent only, use the mode 'Guid per Item'.`,
	};
}

/** For example "Of 400 items: 397 accepted, 2 refused, 1 unknown". */
function counted(things: 'items' | 'recipients', countOf: (outcome: Outcome) => number): string {
	const counts = BEST_FIRST.map((outcome) => [outcome, countOf(outcome)] as const);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const parts = counts
		.filter(([outcome, count]) => count > 0 || outcome === 'accepted')
		.map(([outcome, count]) => `${count} ${COUNTED[outcome]}`);
	return `Of ${total} ${total === 1 ? things.slice(0, -1) : things}: ${parts.join(', ')}`;
}

const countedItems = (told: Told[]): string =>
	counted('items', (outcome) => told.filter((one) => one.outcome === outcome).length);

function stopError(node: INode, told: Told[]): NodeApiError | NodeOperationError {
	const index = Math.max(
		told.findIndex(({ failure }) => failure !== undefined && !failure.verdict?.calledOff),
		0,
	);
	const first = told[index];
	const { message = '', description = '', verdict } = first?.failure ?? {};
	const summary = `${countedItems(told)}; the first that failed is item ${index}.`;
	const options = { description: `${description} ${summary}`, itemIndex: index };
	return nodeError(node, message, options, verdict);
}

/** An error that reads as it was written: n8n would rewrite messages that hold words such as EEXIST. */
function nodeError(
	node: INode,
	message: string,
	options: { description: string; itemIndex?: number },
	verdict?: Verdict,
): NodeApiError | NodeOperationError {
	const error =
		verdict === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(
					node,
					{ outcome: verdict.outcome, retcode: verdict.retcode },
					{ ...options, message },
				);
	error.message = message;
	return error;
}
