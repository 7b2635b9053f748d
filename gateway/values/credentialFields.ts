/** Labels of the credential's visible fields, by their internal names. */
export const FIELD_LABELS = {
	gatewayUrl: 'Gateway URL',
	authentication: 'Authentication',
	agentId: 'Agent ID',
	guid: 'Guid',
	guidField: 'Guid Field',
	password: 'Password',
	phonenum: 'Phone Number',
	takeOver: 'Take Over the Session',
	guidLifetime: 'Guid Lifetime (Seconds)',
	trustedCa: 'Trusted CA',
	ignoreTlsIssues: 'Ignore TLS Issues (Insecure)',
	busyReasons: 'Busy Reasons',
	customStatuses: 'Custom Statuses',
	restReasons: 'Rest Reasons',
} as const;

export type FieldName = keyof typeof FIELD_LABELS;

const FIELD_NAMES = Object.keys(FIELD_LABELS) as FieldName[];

/** Fields that apply in some modes only. */
const ONLY_IN: Partial<Record<FieldName, readonly unknown[]>> = {
	agentId: ['guid', 'signIn'],
	guid: ['guid'],
	guidField: ['guidPerItem'],
	password: ['signIn'],
	phonenum: ['signIn'],
	takeOver: ['signIn'],
	guidLifetime: ['signIn'],
};

/**
 * An expression without a variable, or with a single one that is the same for a whole run, such as
 * `$vars.gateway` or `$('Sign In').first().json.guid`.
 */
const SAME_FOR_ALL =
	/^=[^$]*(\$((vars|secrets|env|execution|workflow|runIndex)\b|(input|\(\s*(?:'[^'$]*'|"[^"$]*")\s*\))\.(first|last|all)\(\))[^$]*)?$/;

const mayChange = (stored: unknown): boolean =>
	typeof stored === 'string' && stored.startsWith('=') && !SAME_FOR_ALL.test(stored);

/**
 * The fields of a credential that apply in its mode and may have another value for every item.
 * @param mode its field `authentication`
 * @param stored the credential as it is stored, with its expressions; undefined if unknown
 */
export const changeableFields = (
	mode: unknown,
	stored: Readonly<Record<string, unknown>> | undefined,
): FieldName[] =>
	FIELD_NAMES.filter(
		(name) =>
			(ONLY_IN[name]?.includes(mode) ?? true) && (stored === undefined || mayChange(stored[name])),
	);
