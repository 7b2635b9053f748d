import { InvalidValueError } from '../../gateway/values/invalidValueError';

/** The error of a reader for a value, or `undefined` if it accepts the value. */
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

/** The problem in a reader's error, or `undefined` if it accepts the value. */
export const problemIn = (read: () => unknown): string | undefined => refusalOf(read)?.problem;

/** The remedy in a reader's error, or `undefined` if it accepts the value. */
export const remedyIn = (read: () => unknown): string | undefined => refusalOf(read)?.remedy;
