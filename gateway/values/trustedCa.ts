/** The credential's field "Trusted CA": the authority that signed the gateway's certificate. */
import { X509Certificate } from 'node:crypto';
import { InvalidValueError } from './invalidValueError';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

const REMEDY = `Paste the text of the PEM file, from ${BEGIN} to ${END}.`;

/**
 * Reads the site's certificate authority: one or more PEM certificates, also on one line, and with line ends that were
 * written out as `\n` or `\r\n`, once or several times escaped.
 * @returns the certificates in lines of 64 characters; undefined for an empty field
 * @throws {InvalidValueError} for a text without a certificate, or with an unreadable one
 */
export function parseTrustedCa(field: string): string | undefined {
	const pasted = field.replace(/\\{1,8}[rn]/g, '\n').trim();
	if (pasted === '') return undefined;
	const [, ...begun] = pasted.split(BEGIN);
	if (begun.length === 0) throw new InvalidValueError('it holds no certificate', REMEDY);
	const certificates = begun.map((text, index) => {
		const which = begun.length === 1 ? 'the certificate' : `certificate ${index + 1}`;
		const end = text.indexOf(END);
		if (end < 0) throw new InvalidValueError(`${which} is cut off`, REMEDY);
		const lines =
			text
				.slice(0, end)
				.replace(/\s/g, '')
				.match(/.{1,64}/g) ?? [];
		const pem = [BEGIN, ...lines, END].join('\n');
		if (isReadable(pem)) return pem;
		throw new InvalidValueError(
			`${which} cannot be read: a part is missing, or a letter is wrong`,
			REMEDY,
		);
	});
	return `${certificates.join('\n')}\n`;
}

/**
 * Returns true if a certificate is complete. Its own signature proves every letter, unless it names another issuer: an
 * intermediate authority, or a wrong letter in a name, cannot be distinguished here.
 */
function isReadable(pem: string): boolean {
	try {
		const certificate = new X509Certificate(pem);
		const { subject, issuer, publicKey } = certificate;
		return subject !== issuer || certificate.verify(publicKey);
	} catch {
		return false;
	}
}
