/** Debian packages that `tools/e2e.mjs` could not install; what needs them is skipped. */
const MISSING = (process.env.E2E_MISSING ?? '').split(' ').filter(Boolean);

/** A `describe` that is skipped, and says why, where one of the Debian packages is missing. */
export function describeWith(packages: string[], name: string, tests: () => void): void {
	const missing = packages.filter((one) => MISSING.includes(one));
	if (missing.length === 0) describe(name, tests);
	else describe.skip(`${name} (skipped: ${missing.join(', ')} cannot be installed here)`, tests);
}
