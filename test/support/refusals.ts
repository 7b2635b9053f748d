import { InvalidValueError } from '../../gateway/values/invalidValueError';

/** Why a reader refuses a value, or `undefined` if it accepts it. */
function refusalOf(read: () => unknown): InvalidValueError | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (!(error instanceof InvalidValueError)) throw error;
		expect(error.remedy).toMatch(/\.$/);
		return error;
	}
}

/** The problem that a reader names, or `undefined` if it accepts the value. */
export const problemIn = (read: () => unknown): string | undefined => refusalOf(read)?.problem;

/** What a reader says is allowed instead, or `undefined` if it accepts the value. */
export const remedyIn = (read: () => unknown): string | undefined => refusalOf(read)?.remedy;
