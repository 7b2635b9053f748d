/** The options of the command. */
import { parseArgs } from 'node:util';

export interface Options {
	minutes: number;
	seed: number;
	/** Tests the trigger instead of the nodes. */
	trigger: boolean;
	/** Tests the broadcast that survives crashes, with this number of runs per mode of n8n. */
	broadcast: boolean;
	runs: number;
}

const HELP = `npm run endurance -- [options]
  --minutes N   how long the load lasts (default 30)
  --seed N      repeats a run as far as chance is ours (default: a new one)
  --trigger     the trigger, instead of the nodes
  --broadcast   the example 'Broadcast that survives a crash', instead of the nodes
  --runs N      how many runs of the broadcast, in each way to run n8n (default 50)`;

function positive(name: string, text: string): number {
	const value = Number(text);
	if (!(value > 0)) throw new Error(`--${name} has to be a number above 0, not ${text}`);
	return value;
}

/** @throws {Error} for an unknown option or one without a number */
export function readOptions(args: string[]): Options | undefined {
	const { values } = parseArgs({
		args,
		options: {
			minutes: { type: 'string', default: '30' },
			seed: { type: 'string', default: String(1 + (Date.now() % 999_999)) },
			trigger: { type: 'boolean', default: false },
			broadcast: { type: 'boolean', default: false },
			runs: { type: 'string', default: '50' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return undefined;
	}
	return {
		minutes: positive('minutes', values.minutes),
		seed: Math.floor(positive('seed', values.seed)),
		trigger: values.trigger,
		broadcast: values.broadcast,
		runs: Math.floor(positive('runs', values.runs)),
	};
}
