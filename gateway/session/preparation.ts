/**
 * How `authenticate` gets n8n to run `preAuthentication`, store what it gives, and authenticate again.
 *
 * n8n runs `preAuthentication` for other reasons, too: its older helper, which the HTTP Request node uses,
 * does so after any failed request, and repeats the request if it gets a session. A note would be sent twice.
 * So what is asked for is kept with the object that holds the credential's fields, which n8n hands to both.
 */

interface Preparation {
	/** Whether the request is the Test button's. */
	isTest: boolean;
	/** Whether `preAuthentication` has run for it. */
	done: boolean;
}

const preparations = new WeakMap<object, Preparation>();

/** What makes n8n run `preAuthentication`. */
export class PreparationNeeded extends Error {
	/** What n8n looks at. */
	readonly response = { status: 401 };

	constructor() {
		super('The session has to be prepared first');
		this.name = 'PreparationNeeded';
	}
}

/** @throws {PreparationNeeded} always */
export function needPreparation(fields: object, isTest: boolean): never {
	preparations.set(fields, { isTest, done: false });
	throw new PreparationNeeded();
}

/** What was asked for and is not done yet. Whoever calls this does it. */
export function takePreparation(fields: object): { isTest: boolean } | undefined {
	const preparation = preparations.get(fields);
	if (preparation === undefined || preparation.done) return undefined;
	preparation.done = true;
	return { isTest: preparation.isTest };
}

/** Whether what was asked for has been done. */
export const isPrepared = (fields: object): boolean => preparations.get(fields)?.done ?? false;
