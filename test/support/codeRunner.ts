/** In the place of n8n's task runner, a process of its own: runs what a Code node holds. */
import { runInNewContext } from 'node:vm';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

/** What the Code node asks for. */
interface CodeSettings {
	code: string;
	nodeMode: string;
}

/**
 * Runs the code of the examples: of n8n it knows `$input`, `$('a node')`, `$now`, `$execution`, `Buffer` and the
 * workflow's static data. What it yields is copied, as on its way between two processes.
 */
export const startRunnerTask = (async (_additionalData, _jobType, settings, functions) => {
	const { code, nodeMode } = settings as CodeSettings;
	if (nodeMode !== 'runOnceForAllItems') throw new Error(`This test bench cannot run ${nodeMode}`);
	const proxy = functions.getWorkflowDataProxy(0) as Record<string, unknown>;
	const { $, $input, $now, $execution } = proxy;
	const $getWorkflowStaticData = (type: string) => functions.getWorkflowStaticData(type);
	const known = { $, $input, $now, $execution, $getWorkflowStaticData, Buffer };
	const result = await (runInNewContext(`(async () => {${code}\n})()`, known) as Promise<unknown>);
	return { ok: true, result: JSON.parse(JSON.stringify(result)) as unknown };
}) as NonNullable<IWorkflowExecuteAdditionalData['startRunnerTask']>;
