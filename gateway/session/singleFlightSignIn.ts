/** One sign-in of an agent at a time, and none that would only be refused again. */
import { isWithin } from './lruSet';
import type { Session } from './session';
import { SignInError } from './signIn';

/** A refused account is not tried again by a workflow for so long: accounts lock. In ms. */
const REFUSED_TTL_MS = 300_000;

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

export class SingleFlightSignIn {
	private pending: Promise<Session> | undefined;

	private failure: { error: SignInError; at: number } | undefined;

	constructor(private readonly now: () => number) {}

	get busy(): boolean {
		return this.pending !== undefined;
	}

	/**
	 * Signs in, or waits for the sign-in that is under way.
	 * @param open signs in; @throws {SignInError}
	 * @throws {SignInError} also from memory, where asking again could lock the account
	 */
	async run({ interactive, force }: SignInOptions, open: () => Promise<Session>): Promise<Session> {
		if (this.pending) {
			const result = await this.pending.catch((error: unknown) => error);
			if (!(result instanceof Error)) return result as Session;
			if (!force || !(result instanceof SignInError)) throw result;
			return await this.run({ interactive, force }, open);
		}
		const recent = interactive ? undefined : this.recentFailure(force);
		if (recent) throw recent;

		this.pending = open();
		try {
			const session = await this.pending;
			this.failure = undefined;
			return session;
		} catch (error) {
			return this.fail(error);
		} finally {
			this.pending = undefined;
		}
	}

	private fail(error: unknown): never {
		if (error instanceof SignInError && error.problem !== 'other') {
			this.failure = { error, at: this.now() };
		}
		throw error;
	}

	/** The failure that asking again would only repeat. */
	private recentFailure(force: boolean): SignInError | undefined {
		if (this.failure === undefined) return undefined;
		const { error, at } = this.failure;
		const occupied = error.problem === 'occupied';
		if (occupied && force) return undefined;
		return isWithin(at, occupied ? OCCUPIED_TTL_MS : REFUSED_TTL_MS, this.now())
			? error
			: undefined;
	}
}
