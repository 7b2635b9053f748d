import type { IExecuteFunctions } from 'n8n-workflow';
import { remembered } from '../../../gateway/answer/judge';
import type { Asked } from '../read/operation';
import type { EarlierTry, Entry, Planned } from './plan';

/**
 * n8n's "Retry On Fail" and "Retry" in the list of executions run a node again with all its items.
 * For what must not be done twice, the ledger keeps what became of every item and recipient in the
 * execution's own data, so that only the rest is sent.
 *
 * It goes by item index and recipient, never by text: a text with `$now` changes from try to try.
 */
export interface Ledger extends EarlierTry {
	/** Keeps what is known now, for a later try. */
	write<A extends Asked>(entries: ReadonlyArray<Entry<A>>): void;
	/** Forgets everything: no later try is to be expected. */
	clear(): void;
}

/** A text instead of a map: it is stored with the execution, and ten thousand recipients are many. */
interface Stored {
	runIndex: number;
	/**
	 * A line per item, in it a word per target that is not to be tried from the start:
	 * `31001a` accepted, `31002u100-007` unknown with its retcode, `31003p2` has got two parts.
	 */
	items: string;
}

const KEY = 'ccGatewayLedger';

type Line = ReadonlyMap<number, { mark: string; detail: string }>;

const readLine = (line: string): Line =>
	new Map(
		Array.from(line.matchAll(/(\d+)([aup])(\S*)/g), ([, target, mark = '', detail = '']) => [
			Number(target),
			{ mark, detail },
		]),
	);

function writeLine<A extends Asked>({ delivery, targets }: Planned<A>): string {
	return targets
		.flatMap((target) => {
			const verdict = delivery.verdicts.get(target);
			if (verdict?.outcome === 'accepted') return [`${target}a`];
			if (verdict?.outcome === 'unknown')
				return [`${target}u${verdict.retcode?.replace(/\s/g, '') ?? ''}`];
			const parts = delivery.partsDone.get(target) ?? 0;
			return parts > 0 ? [`${target}p${parts}`] : [];
		})
		.join(' ');
}

/** Opens the ledger of this node in this execution. Another run of the node, as in a loop, starts afresh. */
export function openLedger(context: IExecuteFunctions): Ledger {
	const store = context.getContext('node') as Record<string, Stored | undefined>;
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const stored = store[KEY];
	const lines = stored?.runIndex === runIndex ? stored.items.split('\n') : [];
	const parsed = new Map<number, Line>();
	const lineOf = (item: number): Line => {
		const known = parsed.get(item) ?? readLine(lines[item] ?? '');
		parsed.set(item, known);
		return known;
	};

	return {
		settled: (item, target) => {
			const { mark, detail } = lineOf(item).get(target) ?? {};
			if (mark === 'a') return remembered('accepted', '0');
			if (mark === 'u') return remembered('unknown', detail === '' ? null : (detail ?? null));
			return undefined;
		},
		partsDone: (item, target) => {
			const { mark, detail } = lineOf(item).get(target) ?? {};
			return mark === 'p' ? Number(detail) : 0;
		},
		write: (entries) => {
			const items = entries
				.map((entry, item) => ('refusal' in entry ? (lines[item] ?? '') : writeLine(entry)))
				.join('\n');
			store[KEY] = { runIndex, items };
		},
		clear: () => {
			delete store[KEY];
		},
	};
}
