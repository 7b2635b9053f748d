/** Remedies that several messages share. */

/** For a request that may have been carried out. */
export const LOOK_FIRST = 'Look at the agent before you send it again.';

/** Follows another sentence where only the gateway's administrator can find out more. */
export const IF_IT_STAYS = "If it keeps happening, ask the gateway's administrator.";

/** For an answer that does not come from a gateway. */
export const CHECK_URL = "Check the credential's Gateway URL.";

/** For a server that breaks off or rejects plain HTTP. */
export const PERHAPS_HTTPS =
	"If it happens every time, the credential's Gateway URL probably needs https:// in place of http://.";

/** Appends {@link PERHAPS_HTTPS} to a remedy if the found remedy ends with it. */
export const withHttpsHint = (remedy: string, found: string): string =>
	found.endsWith(PERHAPS_HTTPS) ? `${remedy} ${PERHAPS_HTTPS}` : remedy;

/** For an address at which nothing answers. */
export const CHECK_REACH =
	"Check the credential's Gateway URL and that this n8n server may reach it.";

/** For a proxy that fails. */
export const CHECK_PROXY =
	"Ask the administrator of n8n to check the proxy (HTTPS_PROXY), or to name the gateway's host in NO_PROXY.";
