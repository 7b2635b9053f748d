import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_KINDS, type EventKind } from '../../../../gateway/answer/eventKinds';
import { sampleEvent } from '../../../../gateway/answer/sampleEvents';
import { parseSiteWords } from '../../../../gateway/values/siteWords';

const now = Date.UTC(2026, 10, 21, 9, 30);
const words = {
	busyReasons: parseSiteWords('201 Lunch', { min: 200, max: 250 }),
	restReasons: parseSiteWords('1 Coffee', { min: 1, max: 255 }),
};
const sample = (...kinds: EventKind[]) =>
	sampleEvent(new Set(kinds), { agentId: '31900', now, words });

/** The fields that docs/nodes.md promises for the content of each kind. */
const PROMISED = new Map(
	[
		...readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'nodes.md'), 'utf8').matchAll(
			/^\| \*\*[^|]+\*\* +\| `(\w+)` +\| ([^|]*)\|$/gm,
		),
	].map(([, kind = '', fields = '']) => [
		kind,
		[...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name),
	]),
);

it.each(EVENT_KINDS)('a sample of %s has the documented fields, all of them filled in', (kind) => {
	const { event, content, raw } = sample(kind);
	expect(event).toBe(kind);
	expect(Object.keys(content)).toEqual(PROMISED.get(kind));
	expect(Object.values(content)).not.toContain(null);
	expect(Object.keys(raw)).toEqual(['eventType', 'workNo', 'content']);
});

it('every agent in a sample is the agent of the credential', () => {
	for (const kind of EVENT_KINDS) {
		const { agentId, content } = sample(kind);
		expect(agentId).toBe('31900');
		const { sender = '31900', inspector = '31900' } = content;
		expect([sender, inspector]).toEqual(['31900', '31900']);
	}
});

it('of several kinds, the first of the list is the sample', () => {
	expect(sample('agentStateChanged', 'noteReceived').event).toBe('noteReceived');
});
