// Whether our server can be reached: asked of the server itself, for a device only knows whether it is on some network.
import { pageOf } from "../trusted.js";

const PATIENCE = 4000;

export class Unreachable extends Error {}
// The server is there, and can't take this.
export class Refused extends Error {}
export class SignedOut extends Error {}

// The page in an answer.
export const parse = async (response) => pageOf(await response.text());

const AWAY = new Set([502, 503, 504]);

// An answer of ours, or Unreachable. What a hotel's login page or a proxy says is no answer of ours: those lack our
// policy. SignedOut when we say that whoever sits here may not see this door (any more).
export const ask = async (address, options = {}, patience = PATIENCE) => {
  let response;
  try {
    response = await fetch(address, { ...options, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  if (AWAY.has(response.status) || !(response.status === 304 || policy.includes("frame-ancestors"))) throw new Unreachable();
  const toSignIn = response.redirected && new URL(response.url).pathname === "/sign-in";
  if (toSignIn || [401, 403, 404, 410].includes(response.status)) throw new SignedOut();
  return response;
};
