import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isSessionRefusal } from '../../../gateway/answer/judge';
import { type Outcome, type Verdict, worstOutcome } from '../../../gateway/answer/outcome';
import { notAttempted } from '../../../gateway/answer/carryOut';
import { escapeHtml, redactor, remembering } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import type { Refusal } from '../read/refusal';
import type { Asked, Operation } from '../read/operation';
import { DEFAULT_OPTIONS, type Options } from '../read/options';
import type { Sessions } from '../session/sessions';
import type { Entry, Planned } from '../send/plan';
import { type Previews, previewRequests } from './preview';

/** A finished run, with all that its report is made of. */
export interface Run<A extends Asked> {
	context: IExecuteFunctions;
	operation: Operation<A>;
	/** Undefined if the run was refused before they could be read. */
	sessions?: Sessions;
	options: Options;
	items: INodeExecutionData[];
	entries: Array<Entry<A>>;
}

/** What is told in one output item: its flat fields and, if it failed, why. */
interface Told {
	/** The index of the input item. */
	item: number;
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
 * Turns a run into output items, one per input item (or recipient) and in order, in the form that
 * the node's setting 'On Error' asks for.
 * @throws {NodeApiError | NodeOperationError} in the setting 'Stop Workflow', for the first failed item
 */
export function report<A extends Asked>(run: Run<A>): INodeExecutionData[] {
	const { context, items, entries } = run;
	const node = context.getNode();
	const cancelled = context.getExecutionCancelSignal()?.aborted ?? false;
	const previews = run.options.dryRun ? previewRequests(run.operation, entries) : undefined;
	const told = entries.flatMap((entry, item) => tell(run, entry, item, previews));

	const failed = told.some(({ failure }) => failure !== undefined);
	// A cancelled run must return: an error would turn "canceled" into "failed".
	if (failed && !context.continueOnFail() && !cancelled) throw stopError(run, told);
	if (failed) {
		context.addExecutionHints?.({
			message: `${countedAll(run, told)}.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	const redactorOf = remembering(redactor);
	const separate = node.onError === 'continueErrorOutput' && !cancelled;
	return told.map(({ item, fields, failure }) => {
		const json: IDataObject = { ...inputFields(run, items[item], redactorOf), ...fields };
		if (failure !== undefined) {
			const why = {
				message: `${failure.message} [item ${item}]`,
				description: failure.description,
			};
			if (separate) {
				const { message: gatewayMessage, ...rest } = fields;
				// A single key that holds an object: what n8n of every version sends to the error output.
				return { json: { error: { ...why, ...rest, gatewayMessage } }, pairedItem: { item } };
			}
			json.error = why;
		}
		return { json, pairedItem: { item } };
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

/** What an earlier node of this package has reported, and must not be taken for the report of this one. */
const REPORT_FIELDS = [
	...['outcome', 'retcode', 'message', 'result', 'recipients', 'recipient'],
	...['dryRun', 'request', 'requests'],
];

/** The fields of the input item, where the user wants to keep them; never a Guid, nor an error of old. */
function inputFields<A extends Asked>(
	{ context, options, sessions }: Run<A>,
	item: INodeExecutionData | undefined,
	redactorOf: typeof redactor,
): IDataObject {
	if (!options.includeInputFields || item === undefined || !sessions) return {};
	// An `error` left over in the first item would make n8n's 'Retry On Fail' run the whole node again.
	const { error: _error, ...fields } = item.json;
	if ('outcome' in fields) {
		for (const name of [...REPORT_FIELDS, ...Object.keys(context.getNode().parameters)]) {
			delete fields[name];
		}
	}
	const { authentication } = sessions.settings;
	if (authentication.mode === 'guidPerItem') delete fields[authentication.guidField];
	return redactorOf(sessions.secretsOf(item))(fields);
}

function tell<A extends Asked>(
	run: Run<A>,
	entry: Entry<A>,
	item: number,
	previews: Previews<A> | undefined,
): Told[] {
	if ('refusal' in entry) {
		const { message, remedy, asked } = entry.refusal;
		const description = escapeHtml(`${remedy} Nothing was sent for this item.`);
		return [
			{
				item,
				outcome: 'rejected',
				fields: { ...asked, ...answerOf('rejected') },
				failure: { message, description },
			},
		];
	}
	if (previews) {
		const fields: IDataObject = {
			...(entry.asked as object),
			outcome: 'notAttempted',
			dryRun: true,
			...previews(entry, item),
		};
		return [{ item, outcome: 'notAttempted', fields }];
	}
	const { recipients } = run.operation;
	if (recipients && run.options.output === 'perRecipient') {
		return entry.targets.map((target) => tellTargets(run, entry, item, [target]));
	}
	return [tellTargets(run, entry, item, entry.targets)];
}

/** What became of some targets of an item: all of them, or one recipient. */
function tellTargets<A extends Asked>(
	run: Run<A>,
	{ asked, delivery }: Planned<A>,
	item: number,
	targets: readonly number[],
): Told {
	const verdicts = targets.map((target) => delivery.verdicts.get(target) ?? NOT_SENT);
	const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
	const firstFailure = verdicts.find((verdict) => verdict.outcome !== 'accepted');
	const { recipients } = run.operation;
	const lists = recipients && byOutcome(targets, verdicts);
	const fields: IDataObject = {
		...(recipients && run.options.output === 'perRecipient'
			? { ...recipients.common(asked), recipient: targets[0] }
			: (asked as object)),
		...answerOf(outcome, firstFailure ?? verdicts[0]),
		...(lists && run.options.output === 'perItem' ? { recipients: lists } : {}),
	};
	if (firstFailure === undefined) return { item, outcome, fields };
	const worst = verdicts.find((verdict) => verdict.outcome === outcome) ?? firstFailure;
	const concerned = recipients && lists ? recipients.only(asked, lists[outcome]) : asked;
	const failure = describe(run, concerned, worst);
	if (lists && lists[outcome].length < targets.length) {
		failure.description += ` ${counted('recipients', (one) => lists[one].length)}.`;
	}
	return { item, outcome, fields, failure: { ...failure, verdict: worst } };
}

/** What a target ends with when the run as a whole was called off before anything was sent. */
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

function byOutcome(
	targets: readonly number[],
	verdicts: readonly Verdict[],
): Record<Outcome, number[]> {
	const lists: Record<Outcome, number[]> = {
		accepted: [],
		rejected: [],
		unknown: [],
		notAttempted: [],
	};
	for (const [index, { outcome }] of verdicts.entries()) lists[outcome].push(targets[index] ?? 0);
	return lists;
}

function describe<A extends Asked>(
	run: Run<A>,
	asked: A,
	verdict: Verdict,
): { message: string; description: string } {
	const { subject, done } = run.operation.phrase(asked);
	const { meaning, remedy } = ofSession(run.sessions?.settings, asked, verdict) ?? verdict;
	const inPart = verdict.partly ? `${subject} was ${done} only in part` : undefined;
	const sentence: Record<Outcome, string> = {
		accepted: `${subject} was ${done}`,
		rejected: inPart ?? `${subject} was not ${done}`,
		unknown: `${subject} may or may not have been ${done}`,
		notAttempted: inPart ?? `${subject} was not ${done}, nothing was sent`,
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

/** What a session refusal means beyond the retcode: whose session it was, and how it was opened. */
function ofSession(
	settings: Settings | undefined,
	{ agentId }: Asked,
	verdict: Verdict,
): Pick<Verdict, 'meaning' | 'remedy'> | undefined {
	const authentication = settings?.authentication;
	if (authentication === undefined || authentication.mode === 'guidPerItem') return undefined;
	if (!isSessionRefusal(verdict)) return undefined;
	const owner = authentication.agentId;
	if (owner !== agentId) {
		const current =
			authentication.mode === 'guid'
				? `, and that the Guid in the credential, the one of agent ${owner}, is current`
				: '';
		return {
			meaning: `agent ${agentId} is not signed in, or this session may not act for it`,
			remedy: `Check that agent ${agentId} is signed in${current}. If the gateway lets a session act for its own agent only, use the mode 'Guid per Item'.`,
		};
	}
	if (authentication.mode === 'guid') return undefined;
	return {
		meaning: verdict.meaning,
		remedy: `The session was looked at and, where it was lost, opened anew; the gateway refused it again. Check that nobody else signs in as agent ${owner}: the credential needs an agent of its own.`,
	};
}

/** For example "Of 400 items: 397 accepted, 2 rejected, 1 unknown". */
function counted(things: 'items' | 'recipients', countOf: (outcome: Outcome) => number): string {
	const counts = BEST_FIRST.map((outcome) => [outcome, countOf(outcome)] as const);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const parts = counts
		.filter(([outcome, count]) => count > 0 || outcome === 'accepted')
		.map(([outcome, count]) => `${count} ${COUNTED[outcome]}`);
	return `Of ${total} ${total === 1 ? things.slice(0, -1) : things}: ${parts.join(', ')}`;
}

const countedAll = <A extends Asked>({ operation, options }: Run<A>, told: Told[]): string =>
	counted(
		operation.recipients && options.output === 'perRecipient' ? 'recipients' : 'items',
		(outcome) => told.filter((one) => one.outcome === outcome).length,
	);

function stopError<A extends Asked>(run: Run<A>, told: Told[]): NodeApiError | NodeOperationError {
	const first =
		told.find(({ failure }) => failure !== undefined && !failure.verdict?.calledOff) ??
		told.find(({ failure }) => failure !== undefined);
	const { message = '', description = '', verdict } = first?.failure ?? {};
	const item = first?.item ?? 0;
	const summary = `${countedAll(run, told)}; the first that failed is item ${item}.`;
	const options = { description: `${description} ${summary}`, itemIndex: item };
	return nodeError(run.context.getNode(), message, options, verdict);
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
