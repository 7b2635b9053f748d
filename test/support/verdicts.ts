import type { Verdict } from '../../gateway/answer/outcome';

/** A verdict; without fields, on an accepted request without a result. */
export const verdict = (fields: Partial<Verdict> = {}): Verdict => ({
	outcome: 'accepted',
	retry: 'never',
	meaning: '',
	remedy: '',
	retcode: '0',
	message: 'success',
	result: null,
	...fields,
});
