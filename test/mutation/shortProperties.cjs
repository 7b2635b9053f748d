// Properties end after a moment: the tests run thousands of times, and mostly the first few values tell.
const fc = require('fast-check');

fc.configureGlobal({ seed: 1, interruptAfterTimeLimit: 100 });
