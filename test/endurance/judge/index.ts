/** Judges a run by its evidence. */
import type { Evidence, Finding } from '../records';
import { judgeMemory } from './memory';
import { judgeNotes } from './notes';
import { judgeSettings } from './settings';
import { judgeSignIns } from './signIns';
import { judgeUnknown } from './unknown';
import { judgeUnreported } from './unreported';

/** All broken promises. */
export const judge = (evidence: Evidence): Finding[] => [
	...judgeNotes(evidence),
	...judgeSettings(evidence),
	...judgeUnknown(evidence),
	...judgeUnreported(evidence),
	...judgeSignIns(evidence),
	...judgeMemory(evidence),
];
