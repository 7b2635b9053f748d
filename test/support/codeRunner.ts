/** In the place of n8n's task runner, a process of its own: runs what a Code node holds. */
import { runInNewContext } from 'node:vm';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

/** What the Code node asks for. */
interface CodeSettings {
	code: string;
	nodeMode: string;
}

/**
 * Runs code that needs nothing but itself, as the rows in the examples do: there is neither `$input` nor anything else
 * of n8n. What it yields is copied, as on its way between two processes.
 */
export const startRunnerTask = (async (_additionalData, _jobType, settings) => {
	const { code, nodeMode } = settings as CodeSettings;
	if (nodeMode !== 'runOnceForAllItems') throw new Error(`This test bench cannot run ${nodeMode}`);
	const result = await (runInNewContext(`(async () => {${code}\n})()`) as Promise<unknown>);
	return { ok: true, result: JSON.parse(JSON.stringify(result)) as unknown };
}) as NonNullable<IWorkflowExecuteAdditionalData['startRunnerTask']>;
