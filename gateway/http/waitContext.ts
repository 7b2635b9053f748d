/** Waiting and chance, as a request needs them between its tries. */
export interface WaitContext {
	/** Waits; ends early, without throwing, when nothing more is to be tried. */
	sleep: (ms: number) => Promise<void>;
	/** Whether nothing more is to be tried. */
	aborted: () => boolean;
	/** From 0 to 1. */
	random: () => number;
}
