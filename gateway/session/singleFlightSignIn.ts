/** One sign-in of an agent at a time, and none that would only be refused again. */
import { isWithin } from './lruSet';
import type { Session } from './session';
import { SignInError } from './signIn';

/** n8n itself tries to publish a workflow five times in 15 s: that is one wish of one person. In ms. */
const ONE_WISH_MS = 60_000;

/**
 * While an agent is signed in elsewhere, all executions together ask once in so long. In ms; less than a
 * client waits beyond the life of a silent session, so that its last try is a real one.
 */
const OCCUPIED_TTL_MS = 4_000;

/** Who asks for a session. */
export interface SignInOptions {
	/** Whether somebody presses the Test button, and wants to know what the gateway says now. */
	interactive: boolean;
	/** Whether to end a session that the agent has elsewhere. */
	force: boolean;
}

/** A failed sign-in. */
interface Failure {
	error: SignInError;
	/** In ms since 1970. */
	at: number;
	/** The phone number that was sent; it may be the reason, and be corrected. */
	phonenum: string;
}

export class SingleFlightSignIn {
	private pending: Promise<Session> | undefined;

	private failure: Failure | undefined;

	constructor(private readonly now: () => number) {}

	get busy(): boolean {
		return this.pending !== undefined;
	}

	/** Whether the account was refused, which is to be remembered: accounts lock after a few tries. */
	get isRefused(): boolean {
		return this.failure?.error.problem === 'refused';
	}

	/** A session of the account was opened at this time, in ms since 1970: an earlier refusal does not count any more. */
	prove(openedAt: number): void {
		if (this.failure && openedAt > this.failure.at) this.failure = undefined;
	}

	/** A person wants another try. One who has just been refused gets the same answer. */
	allowAnotherTry(): void {
		if (this.failure && !isWithin(this.failure.at, ONE_WISH_MS, this.now())) {
			this.failure = undefined;
		}
	}

	/**
	 * Signs in, or waits for the sign-in that is under way.
	 * @param phonenum the phone number that is sent
	 * @param open signs in; @throws {SignInError}
	 * @throws {SignInError} also from memory, where asking again could lock the account
	 */
	async run(
		{ interactive, force }: SignInOptions,
		phonenum: string,
		open: () => Promise<Session>,
	): Promise<Session> {
		if (this.pending) {
			const result = await this.pending.catch((error: unknown) => error);
			if (!(result instanceof Error)) return result as Session;
			if (!force || !(result instanceof SignInError)) throw result;
			return await this.run({ interactive, force }, phonenum, open);
		}
		const recent = interactive ? undefined : this.recentFailure(force, phonenum);
		if (recent) throw recent;

		this.pending = open();
		try {
			const session = await this.pending;
			this.failure = undefined;
			return session;
		} catch (error) {
			return this.fail(error, phonenum);
		} finally {
			this.pending = undefined;
		}
	}

	private fail(error: unknown, phonenum: string): never {
		if (error instanceof SignInError && error.problem !== 'other') {
			this.failure = { error, at: this.now(), phonenum };
		}
		throw error;
	}

	/** The failure that asking again would only repeat. A refusal is repeated until what is sent has changed. */
	private recentFailure(force: boolean, phonenum: string): SignInError | undefined {
		if (this.failure === undefined) return undefined;
		const { error, at } = this.failure;
		if (error.problem === 'refused') return this.failure.phonenum === phonenum ? error : undefined;
		if (force) return undefined;
		return isWithin(at, OCCUPIED_TTL_MS, this.now()) ? error : undefined;
	}
}
