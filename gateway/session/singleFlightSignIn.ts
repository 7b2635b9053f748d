/** One sign-in of an agent at a time, and none that would only be refused again. */
import { isWithin } from './lruSet';
import type { Session } from './session';
import { SignInError } from './signIn';
import { NOT_SENT_AGAIN } from './signInCodes';

/** n8n tries to publish a workflow five times in 15 s: that is one attempt of one person. In ms. */
const ONE_ATTEMPT_MS = 60_000;

/**
 * While an agent is signed in elsewhere, all executions together ask once in so long. In ms; less than a
 * client waits beyond the life of a silent session, so that its last try is a real one.
 */
const OCCUPIED_TTL_MS = 4_000;

/** Who asks for a session. */
export interface SignInOptions {
	/** Whether a person tests the credential, and wants to know what the gateway says now. */
	interactive: boolean;
	/** Whether to end a session that the agent has elsewhere. */
	force: boolean;
}

/** A sign-in that failed in a way that asking again would repeat. */
interface Failure {
	error: SignInError;
	/** In ms since 1970. */
	at: number;
	/** The phone number that it was sent with: with another one it is another sign-in. */
	phonenum: string;
}

export class SingleFlightSignIn {
	private pending: Promise<Session> | undefined;

	private failure: Failure | undefined;

	constructor(private readonly now: () => number) {}

	get busy(): boolean {
		return this.pending !== undefined;
	}

	/** A person wants another try. One who has just been refused gets the same answer. */
	allowAnotherTry(): void {
		if (this.failure && !isWithin(this.failure.at, ONE_ATTEMPT_MS, this.now())) {
			this.failure = undefined;
		}
	}

	/**
	 * Whether the account was refused. That is kept as long as the process runs: accounts lock after a few refusals,
	 * and only people can tell whether the next one would end differently.
	 */
	get isRefused(): boolean {
		return this.failure?.error.problem === 'refused';
	}

	/** Forgets a refusal from before a session of the account was opened. @param at in ms since 1970 */
	recordSession(at: number): void {
		if (this.failure && at > this.failure.at) this.failure = undefined;
	}

	/**
	 * Signs in, or waits for the sign-in that is under way.
	 * @param phonenum the account's; what was refused with another one is sent again
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

	/** The failure that asking again would only repeat. */
	private recentFailure(force: boolean, phonenum: string): SignInError | undefined {
		if (this.failure === undefined) return undefined;
		const { error, at } = this.failure;
		if (error.problem === 'refused') {
			if (phonenum !== this.failure.phonenum) return undefined;
			const { exchange } = error;
			return new SignInError('refused', {
				...exchange,
				remedy: `${exchange.remedy} ${NOT_SENT_AGAIN}`,
			});
		}
		return !force && isWithin(at, OCCUPIED_TTL_MS, this.now()) ? error : undefined;
	}
}
