// Properties try fewer values here, always the same: the tests run thousands of times, and the first few values find
// most mutants. A time limit instead would depend on other load of the machine.
const fc = require('fast-check');

const TRIES = 40;

const assert = (property, parameters) =>
	fc.assert(property, {
		...parameters,
		seed: 1,
		numRuns: Math.min(parameters?.numRuns ?? TRIES, TRIES),
	});

fc.default = { ...fc.default, assert };
