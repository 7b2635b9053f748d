import { generate } from 'selfsigned';

/** PEM texts: the private CA, and the server's certificate with its key. */
export interface Certificates {
	ca: string;
	cert: string;
	key: string;
}

const ELLIPTIC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** A fresh private CA and a certificate for this computer signed by it, valid for a year. */
export async function createCertificates(): Promise<Certificates> {
	const ca = await generate([{ name: 'commonName', value: 'CC-Gateway Simulator CA' }], {
		...ELLIPTIC,
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	const server = await generate([{ name: 'commonName', value: 'localhost' }], {
		...ELLIPTIC,
		ca: { key: ca.private, cert: ca.cert },
		extensions: [
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
					{ type: 7, ip: '::1' },
				],
			},
		],
	});
	return { ca: ca.cert, cert: server.cert, key: server.private };
}
