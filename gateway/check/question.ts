/** A question that the check asks a gateway, as a value. */
import type { Answer } from './answer';
import type { CheckContext } from './context';

/** Depth of a check; each includes the ones before it. */
export const DEPTHS = ['questions', 'ownState', 'wait'] as const;

export type Depth = (typeof DEPTHS)[number];

export interface Question {
	/** Never changes after release: profiles are stored and reported. */
	id: string;
	depth: Depth;
	/** Sends its requests and reads the answers. @throws {CheckAbortedError} when the run is cancelled */
	ask: (context: CheckContext) => Promise<Answer>;
}
