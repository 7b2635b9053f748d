/** The message of a refused value. */
export const message = (read: () => unknown): string => {
	try {
		read();
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was accepted');
};
