import type { IDataObject } from 'n8n-workflow';
import { notAttempted } from '../../../gateway/answer/carryOut';
import { entryOf } from '../../../gateway/answer/exchange';
import { isSessionRefusal } from '../../../gateway/answer/judge';
import { type Outcome, type Verdict, worstOutcome } from '../../../gateway/answer/outcome';
import { escapeHtml } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import { type Asked, commonOf, type Operation } from '../read/operation';
import type { Options } from '../read/options';
import { type Entry, type Planned, verdictOf } from '../send/plan';
import { counted } from './count';
import type { Previews } from './preview';

/** What is told in one output item: its flat fields and, if it failed, why. */
export interface Told {
	/** The index of the input item. */
	item: number;
	outcome: Outcome;
	fields: IDataObject;
	failure?: { message: string; description: string; verdict?: Verdict };
}

/** What telling needs to know of a run. */
export interface Telling<A extends Asked> {
	operation: Operation<A>;
	options: Pick<Options, 'output'>;
	/** Undefined if the run was refused before they could be read. */
	settings: Settings | undefined;
	/** Of a dry run. */
	previews: Previews<A> | undefined;
}

/** What became of an input item, or of each of its recipients. */
export function tell<A extends Asked>(telling: Telling<A>, entry: Entry<A>, item: number): Told[] {
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
	const { operation, options, previews } = telling;
	if (previews) {
		const fields: IDataObject = {
			...(entry.asked as object),
			outcome: 'notAttempted',
			dryRun: true,
			...previews(entry, item),
		};
		return [{ item, outcome: 'notAttempted', fields }];
	}
	if (operation.recipients && options.output === 'perRecipient') {
		return entry.targets.map((target) => tellTargets(telling, entry, item, [target]));
	}
	const whole = tellTargets(telling, entry, item, entry.targets);
	const found =
		entry.targets.length === 1 ? verdictOf(entry, entry.targets[0] ?? 0)?.found : undefined;
	if (found === undefined || whole.failure) return [whole];
	return found.map((fields) => ({
		...whole,
		fields: { ...whole.fields, ...(fields as IDataObject) },
	}));
}

/** What became of some targets of an item: all of them, or one recipient. */
function tellTargets<A extends Asked>(
	telling: Telling<A>,
	entry: Planned<A>,
	item: number,
	targets: readonly number[],
): Told {
	const { recipients } = telling.operation;
	const verdicts = targets.map((target) => verdictOf(entry, target) ?? NOT_SENT);
	const outcome = worstOutcome(verdicts.map((verdict) => verdict.outcome));
	const firstFailure = verdicts.find((verdict) => verdict.outcome !== 'accepted');
	const lists = recipients && byOutcome(targets, verdicts);
	const fields: IDataObject = {
		...askedOf(telling, entry, targets),
		...answerOf(outcome, firstFailure ?? verdicts[0]),
		...(lists && telling.options.output === 'perItem' ? { recipients: lists } : {}),
	};
	if (firstFailure === undefined) return { item, outcome, fields };
	const worst = verdicts.find((verdict) => verdict.outcome === outcome) ?? firstFailure;
	const { asked } = entry;
	const concerned = recipients && lists ? recipients.only(asked, lists[outcome]) : asked;
	const failure = describe(telling, concerned, worst);
	if (lists && lists[outcome].length < targets.length) {
		failure.description += ` ${counted('recipients', (one) => lists[one].length)}.`;
	}
	return { item, outcome, fields, failure: { ...failure, verdict: worst } };
}

/** What was asked. Of what an earlier try of the execution has settled: what was asked then. */
function askedOf<A extends Asked>(
	{ operation, options }: Telling<A>,
	{ asked, earlier }: Planned<A>,
	targets: readonly number[],
): IDataObject {
	const now = commonOf(operation, asked);
	const changed = new Map<string, { then: IDataObject; some: number[] }>();
	for (const target of earlier ? targets : []) {
		const then = earlier?.settled.get(target)?.asked;
		const key = JSON.stringify(then);
		if (then === undefined || key === JSON.stringify(now)) continue;
		const group = changed.get(key) ?? { then, some: [] };
		changed.set(key, group);
		group.some.push(target);
	}
	const [first] = changed.values();
	const ofAll = first?.some.length === targets.length ? first.then : undefined;
	if (operation.recipients && options.output === 'perRecipient') {
		return { ...(ofAll ?? now), recipient: targets[0] };
	}
	return {
		...(asked as object),
		...ofAll,
		...(first && !ofAll
			? {
					sentEarlier: [...changed.values()].map(({ then, some }) => ({
						...then,
						recipients: some,
					})),
				}
			: {}),
	};
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
	{ operation, settings }: Telling<A>,
	asked: A,
	verdict: Verdict,
): { message: string; description: string } {
	const { subject, done } = operation.phrase(asked);
	const { meaning, remedy } = ofSession(settings, asked, verdict) ?? {
		meaning: verdict.meaning,
		remedy: ofOperation(operation, asked, verdict) ?? verdict.remedy,
	};
	const inPart = verdict.partly ? `${subject} was ${done} only in part` : undefined;
	const sentence: Record<Outcome, string> = {
		accepted: `${subject} was ${done}`,
		rejected: inPart ?? `${subject} was not ${done}`,
		unknown: isQuestion(operation, asked)
			? `${subject} was not ${done}`
			: `${subject} may or may not have been ${done}`,
		notAttempted: inPart ?? `${subject} was not ${done}, nothing was sent`,
	};
	const said =
		verdict.retcode === null
			? ''
			: ` The gateway answered ${verdict.retcode}${verdict.message ? `: ${withoutFullStop(verdict.message)}` : ''}.`;
	return {
		message: `${sentence[verdict.outcome]}: ${meaning}`,
		description: escapeHtml(`${remedy}${said}`),
	};
}

const isQuestion = <A extends Asked>({ request }: Operation<A>, asked: A): boolean =>
	request(asked).replay === 'query';

/** What an operation knows better than the retcode says. */
function ofOperation<A extends Asked>(
	operation: Operation<A>,
	asked: A,
	{ outcome, retcode }: Verdict,
): string | undefined {
	if (outcome === 'unknown' && isQuestion(operation, asked)) {
		return 'Run it again: a question changes nothing.';
	}
	return retcode === null ? undefined : entryOf(operation.remedies ?? {}, retcode);
}

/** A text without the full stop and blanks at its end; the gateway may send very long ones. */
function withoutFullStop(text: string): string {
	let end = text.length;
	while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end--;
	return text.slice(0, end);
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
