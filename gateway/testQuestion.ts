/** For how long the Test button's question counts as answered, in ms: until its own request is sent. */
const ANSWERED_FOR = 5_000;

/**
 * What the Test button wants to know before its request is sent. n8n shows no more than a code such as
 * ECONNREFUSED if that request itself fails on the way, but the whole message if preparing it does.
 */
export class TestQuestion {
	private asked = false;

	private answeredAt = -Infinity;

	constructor(private readonly now: () => number) {}

	/** Asks, unless it was answered a moment ago. @returns whether the answer has to be waited for */
	ask(): boolean {
		if (this.now() - this.answeredAt < ANSWERED_FOR) return false;
		this.asked = true;
		return true;
	}

	/** Whether it was asked. Whoever calls this answers it. */
	isAsked(): boolean {
		const { asked } = this;
		this.asked = false;
		if (asked) this.answeredAt = this.now();
		return asked;
	}
}
