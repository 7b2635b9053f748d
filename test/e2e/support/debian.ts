/** Debian packages that `tools/e2e.mjs` could not install; tests that need them are skipped. */
const MISSING = (process.env.E2E_MISSING ?? '').split(' ').filter(Boolean);

/** A `describe` that is skipped with a reason if a Debian package is missing. */
export function describeWith(packages: string[], name: string, tests: () => void): void {
	const missing = packages.filter((one) => MISSING.includes(one));
	if (missing.length === 0) describe(name, tests);
	else describe.skip(`${name} (skipped: ${missing.join(', ')} cannot be installed here)`, tests);
}
