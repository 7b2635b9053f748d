/** Encodings in which a secret may come back, in answers, pages, addresses and logs. */

const HTML_ESCAPES: ReadonlyArray<Readonly<Record<string, string>>> = [
	{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
	{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
	{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#x27;' },
	{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' },
];

const escaped = (text: string, escapes: Readonly<Record<string, string>>): string =>
	text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Encodings for an address, for a form, and with every byte encoded; hexadecimal digits in capitals. */
function percentEncoded(text: string): string[] {
	const inAddress = encodeURIComponent(text);
	const strict = inAddress.replace(
		/[!'()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const everyByte = Buffer.from(text)
		.toString('hex')
		.toUpperCase()
		.replace(/../g, (byte) => `%${byte}`);
	const inForm = strict.replace(/~/g, '%7E').replace(/%20/g, '+');
	// Browsers do not encode an asterisk, PHP does.
	return [inAddress, strict, inForm, inForm.replace(/%2A/g, '*'), everyByte];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** As JSON, as JSON inside JSON, with escaped slashes, and in ASCII only. */
function inJsons(text: string): string[] {
	const once = inJson(text);
	const ascii = once.replace(
		/[^\0-\x7f]/g,
		(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return [once, once.replace(/\//g, '\\/'), ascii, inJson(once), inJson(inJson(once))];
}

/** Base64 of a text that may be part of a longer one, in both alphabets, without the characters that neighbours affect. */
function base64s(text: string): string[] {
	const bytes = Buffer.from(text);
	return [0, 1, 2].flatMap((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
		const first = Math.ceil((before * 8) / 6);
		const end = Math.floor(((before + bytes.length) * 8) / 6);
		const inUrl = encoded.slice(first, end);
		return [inUrl, inUrl.replace(/-/g, '+').replace(/_/g, '/')];
	});
}

const swapCase = (code: string): string =>
	code.startsWith('%') ? code.toLowerCase() : `\\u${code.slice(2).toUpperCase()}`;

const withOtherHexCase = (text: string): string[] => [
	text,
	text.replace(/%[0-9A-F]{2}|\\u[0-9a-f]{4}/g, swapCase),
];

/**
 * Spellings of a secret: plain, percent-encoded, HTML-escaped, in JSON, in base64, in hexadecimal, without its
 * separators. Each form once; letter case varies only where an encoding allows both.
 */
export function spellings(secret: string): string[] {
	// Half a character cannot be encoded in an address.
	const whole = secret.replace(/\p{Surrogate}/gu, '\ufffd');
	const forms = [
		secret,
		...HTML_ESCAPES.map((escapes) => escaped(secret, escapes)),
		...percentEncoded(whole),
	];
	const hex = Buffer.from(whole).toString('hex');
	const all = [
		...forms,
		...forms.flatMap(inJsons),
		...base64s(whole),
		...[hex, hex.toUpperCase()],
		secret.replace(/[-.:_]/g, ''),
	];
	return [...new Set(all.flatMap(withOtherHexCase))];
}
