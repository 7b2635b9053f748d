/** What to do next, where several meanings lead to the same. */

/** After what may have been carried out. */
export const LOOK_FIRST = 'Look at the agent before you send it again.';

/** Behind another sentence, where only those who run the gateway can find out more. */
export const IF_IT_STAYS = "If it keeps happening, ask the gateway's administrator.";

/** Where something answers that is no gateway. */
export const CHECK_URL = "Check the credential's Gateway URL.";

/** Where a server breaks off, or complains, that was asked by plain HTTP. */
export const PERHAPS_HTTPS =
	"If it happens every time, the credential's Gateway URL probably needs https:// in place of http://.";

/** The same behind another remedy, where the one that was found says so. */
export const withHttpsHint = (remedy: string, found: string): string =>
	found.endsWith(PERHAPS_HTTPS) ? `${remedy} ${PERHAPS_HTTPS}` : remedy;

/** Where nothing answers. */
export const CHECK_REACH =
	"Check the credential's Gateway URL and that this n8n server may reach it.";

/** Where a proxy is in the way. */
export const CHECK_PROXY =
	"Ask the administrator of n8n to check the proxy (HTTPS_PROXY), or to name the gateway's host in NO_PROXY.";
