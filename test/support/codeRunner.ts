/** Runs the code of Code nodes, in place of n8n's task runner, which is a separate process. */
import { runInNewContext } from 'node:vm';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

/** The settings passed by the Code node. */
interface CodeSettings {
	code: string;
	nodeMode: string;
}

/**
 * Runs the code of the examples. Provides `$input`, `$('a node')`, `$now`, `$execution`, `Buffer` and the workflow's
 * static data. Returns a copy of the result, as from another process.
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
