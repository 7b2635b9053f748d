/** Judges unknown outcomes: each has a cause, a lost answer or an outage of the gateway. */
import type { Evidence, Finding, SeenRequest, StoredRun } from '../records';
import { causeOf, originOf } from './notes';
import { during, outagesOf } from './outages';

/** Tolerance: the client's time starts before the gateway's. */
const SLACK_MS = 500;

export function judgeUnknown({ stored, requests, lives, timeout, until }: Evidence): Finding[] {
	const gatewayDown = outagesOf(lives).filter(({ part }) => part === 'gateway');
	const late = ({ at, endedAt, spoiled }: SeenRequest) =>
		spoiled || endedAt - at > timeout - SLACK_MS;
	const suspects = new Map<string, SeenRequest[]>();
	for (const request of requests.filter(late)) {
		const { operation, agentId, content, recipients = [] } = request;
		const causes = content === undefined ? [] : [originOf(content).cause];
		const keys = causes.flatMap((cause) => recipients.map((recipient) => `${cause} ${recipient}`));
		for (const key of [...keys, `${operation} ${agentId}`]) {
			suspects.set(key, [...(suspects.get(key) ?? []), request]);
		}
	}
	const accounted = (key: string, { startedAt = 0, stoppedAt = until }: StoredRun) =>
		suspects.get(key)?.some(({ at }) => at > startedAt - SLACK_MS && at < stoppedAt + SLACK_MS) ??
		false;
	const finding = (run: StoredRun, what: string): Finding => ({
		promise: 'What is reported as unknown has a cause',
		text: `execution ${run.id} does not know of ${what}, and nothing was in the way`,
	});
	return stored.flatMap((run) => {
		if (during(gatewayDown, run.startedAt ?? run.createdAt, run.stoppedAt ?? until)) return [];
		const cause = causeOf(run) ?? '';
		const keys = [
			...run.notes.map(({ recipient, outcome }) => [outcome, `${cause} ${recipient}`] as const),
			...run.settings.map(
				({ operation, agentId, outcome }) => [outcome, `${operation} ${agentId}`] as const,
			),
		];
		return keys
			.filter(([outcome, key]) => outcome === 'unknown' && !accounted(key, run))
			.map(([, key]) => finding(run, key));
	});
}
