// Preloaded into n8n's processes: collects the garbage at intervals and writes the remaining memory as a line of JSON.
// Measures only n8n itself, not its child processes.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const INTERVAL = 10_000;
const prefix = process.env.ENDURANCE_MEMORY;

if (prefix !== undefined && process.argv[1]?.endsWith('/n8n/bin/n8n')) {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc');
	const look = () => {
		collectGarbage();
		const { heapUsed, external, rss } = process.memoryUsage();
		const line = JSON.stringify({ at: Date.now(), heapUsed: heapUsed + external, rss });
		appendFileSync(`${prefix}-${process.pid}.jsonl`, `${line}\n`);
	};
	setInterval(look, INTERVAL).unref();
}
