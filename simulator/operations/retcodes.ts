/** A code as the gateway answers it, such as `'100-009'`; `'0'` is success. */
export type Retcode = '0' | `${number}-${number}`;

/**
 * The `message` beside a code; a code that is not listed gets one that only names it. Codes and their
 * meanings are Huawei's (api-cec, cec_07_0580), the wording is ours. The meanings of 106-008 and
 * 106-012 are nowhere documented; they are judgements.
 */
export const MESSAGES: Readonly<Partial<Record<Retcode, string>>> = {
	'0': 'success',
	'000-001': 'The method to fetch events is wrong.',
	'000-002': 'The URL or one of its parameters is wrong.',
	'000-003': 'The call is not allowed. The authentication may have lapsed.',
	'000-005': 'The inspector and the inspected agent are the same.',
	'000-006': 'A parameter of the message is wrong.',
	'000-007': 'The interface is called too often.',
	'100-001': 'A parameter is empty or invalid.',
	'100-002': 'The agent has already signed in.',
	'100-003': 'The resource is unavailable.',
	'100-004': 'The user or the password is wrong.',
	'100-006': 'The agent has not signed in.',
	'100-009': 'Setting the agent state failed.',
	'100-010': 'The agent state does not allow signing out.',
	'100-012': 'The agent type is wrong.',
	'100-015': 'The agent has signed in and cannot be forced out.',
	'100-016': 'The IP address is invalid.',
	'100-019': 'There is no such agent in the VDN.',
	'100-020': 'The password has expired.',
	'100-021': 'The sign-in is still running.',
	'106-003': 'The number of sessions must be 1 to 60.',
	'106-008': 'The media type is invalid.',
	'106-012': 'The agent is signed in to no skill queue of this media type.',
	'110-016': 'The account is locked.',
	'300-001': 'No right to query agents.',
	'300-002': 'There is no such agent.',
	'600-005': 'The VDN of the agent has no skill queue.',
	'900-002': 'No permission for this quality control operation.',
	'900-004': 'There is no information about the monitored agent.',
	'900-005': 'The agent state does not allow this quality control operation.',
};

/** The message that goes with a code, also one that only a fault brings up. */
export function messageOf(retcode: string): string {
	return MESSAGES[retcode as Retcode] ?? `Error ${retcode}.`;
}
