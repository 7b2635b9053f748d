/** The triggers that listen to one agent in this n8n server or worker. */
import type { NoSession } from '../http/exchange';
import type { SiteWordLists } from '../answer/eventContents';
import type { ToldEvent } from '../answer/events';
import type { EventSession } from './eventSession';

/** A credential as it was read, ready for use. */
export interface Connected {
	events: EventSession;
	words: SiteWordLists;
}

/** A trigger. */
export interface Ear {
	/**
	 * Reads the credential. Must not throw.
	 * @param signal aborted when whatever is under way is of no more use
	 */
	readonly connect: (signal: AbortSignal) => Promise<Connected | NoSession>;
	/** What shows that it may hear what another one hears: they have one of these in common. */
	readonly proofs: readonly unknown[];
	/** Whom it watches beside its own agent. */
	readonly watched: readonly number[];
	/** Is handed every event. */
	readonly hear: (event: ToldEvent) => void;
	/** Tells those who run n8n, in a line. */
	readonly say: (line: string) => void;
}

export class Ears {
	private readonly all: Ear[] = [];

	/** The one that has been there longest. */
	get first(): Ear | undefined {
		return this.all[0];
	}

	has(ear: Ear): boolean {
		return this.all.includes(ear);
	}

	add(ear: Ear): void {
		this.all.push(ear);
	}

	remove(ear: Ear): void {
		const place = this.all.indexOf(ear);
		if (place >= 0) this.all.splice(place, 1);
	}

	/** Whether a trigger may hear what those hear that are there already. */
	admits({ proofs }: Pick<Ear, 'proofs'>): boolean {
		const known = this.all.flatMap((ear) => ear.proofs);
		return this.all.length === 0 || proofs.some((proof) => known.includes(proof));
	}

	/** Whom any of them watches. */
	watched(): number[] {
		return [...new Set(this.all.flatMap((ear) => ear.watched))];
	}

	tell(event: ToldEvent): void {
		for (const ear of [...this.all]) {
			try {
				ear.hear(event);
			} catch {
				// The others hear it all the same.
			}
		}
	}

	/** Tells those who run n8n, once for all. */
	say(line: string): void {
		this.first?.say(line);
	}
}
