/**
 * The single values of a list, which may hold lists or texts with several; also of a list written as JSON.
 * Between the values of a text are commas, semicolons, blanks or new lines. None of nothing.
 */
export function listParts(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) {
		return value.flatMap((part: unknown) => {
			const inner = listParts(part);
			return inner.length === 0 ? [part] : inner;
		});
	}
	if (typeof value !== 'string') return [value];
	const listed = /^\s*\[/.test(value) ? parseJson(value) : undefined;
	if (Array.isArray(listed)) return listParts(listed);
	return value.split(/[\s,;，；、]+/).filter((part) => part !== '');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
