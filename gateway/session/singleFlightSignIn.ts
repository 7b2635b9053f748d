/** Allows one sign-in of an agent at a time, and none that would be refused again. */
import { isWithin } from './lruSet';
import type { Session } from './session';
import { SignInError } from './signIn';
import { NOT_SENT_AGAIN } from './signInCodes';

/** Tries of n8n to publish a workflow, five in 15 s, count as one attempt of a person within this time, in ms. */
const ONE_ATTEMPT_MS = 60_000;

/**
 * Interval of the sign-ins of all executions while an agent is signed in elsewhere, in ms. Less than a client waits
 * beyond the life of a silent session, so that its last try is sent.
 */
const OCCUPIED_TTL_MS = 4_000;

/** Options of a sign-in. */
export interface SignInOptions {
	/** A person tests the credential: the sign-in is sent even after a refusal. */
	interactive: boolean;
	/** Ends a session that the agent has elsewhere. */
	force: boolean;
}

/** A failure that another sign-in would repeat. */
interface Failure {
	error: SignInError;
	/** In ms since 1970. */
	at: number;
	/** The phone number that was sent: another number makes it another sign-in. */
	phonenum: string;
}

export class SingleFlightSignIn {
	private pending: Promise<Session> | undefined;

	private failure: Failure | undefined;

	constructor(private readonly now: () => number) {}

	get busy(): boolean {
		return this.pending !== undefined;
	}

	/** Allows another sign-in because a person requests it, unless the refusal is recent. */
	allowAnotherTry(): void {
		if (this.failure && !isWithin(this.failure.at, ONE_ATTEMPT_MS, this.now())) {
			this.failure = undefined;
		}
	}

	/**
	 * True if the account was refused. Kept while the process runs: accounts lock after a few refusals, and only people
	 * know whether the next sign-in would end differently.
	 */
	get isRefused(): boolean {
		return this.failure?.error.problem === 'refused';
	}

	/** Forgets a refusal that is older than a session of the account. @param at its sign-in, in ms since 1970 */
	recordSession(at: number): void {
		if (this.failure && at > this.failure.at) this.failure = undefined;
	}

	/**
	 * Signs in, or waits for the sign-in in progress.
	 * @param phonenum of the account; a sign-in that was refused with another number is sent again
	 * @param open signs in; @throws {SignInError}
	 * @throws {SignInError} also a remembered one, where another sign-in could lock the account
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

	/** The failure that another sign-in would repeat. */
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
