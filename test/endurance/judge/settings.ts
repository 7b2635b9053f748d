/** Judges limits, statuses and reasons: an accepted one was carried out. */
import type { Evidence, Finding, SeenRequest, SettingItem, StoredRun } from '../records';

/** Tolerance between n8n's times and the gateway's. */
const SLACK_MS = 1_000;

const keyOf = ({ operation, agentId, value = '' }: SettingItem | SeenRequest) =>
	`${operation} ${agentId} ${value}`;

export function judgeSettings({ stored, requests }: Evidence): Finding[] {
	const done = new Map<string, number[]>();
	for (const request of requests) {
		if (!request.carriedOut) continue;
		const key = keyOf(request);
		done.set(key, [...(done.get(key) ?? []), request.at]);
	}
	const wasDone = ({ startedAt = 0, stoppedAt = Infinity }: StoredRun, item: SettingItem) =>
		done.get(keyOf(item))?.some((at) => at > startedAt - SLACK_MS && at < stoppedAt + SLACK_MS) ??
		false;
	return stored.flatMap((run) =>
		run.settings
			.filter((item) => item.outcome === 'accepted' && !wasDone(run, item))
			.map((item) => ({
				promise: 'Nothing is said to be accepted that was not carried out',
				text: `execution ${run.id} says accepted of ${keyOf(item)}, and the gateway did not do it`,
			})),
	);
}
