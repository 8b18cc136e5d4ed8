// Asks the centre. Whoever holds the phone may hand in what lies on it; what is told to a person
// alone carries that person's token as well, which is known while they have it unlocked.
import { get } from "./db.js";
import { session } from "./session.js";

export class Unreached extends Error {}
export class NotSo extends Error {
  constructor(status, told) {
    super(told?.sentence || `The centre answered ${status}.`);
    this.status = status;
    this.told = told ?? {};
  }
}

const whoAsks = async () => {
  const phone = await get("phone", "self");
  const said = phone ? { Authorization: `Phone ${phone.id}.${phone.token}` } : {};
  if (session.profile) said["X-Profile"] = `${session.profile.id}.${session.token}`;
  return said;
};

// The answer, or `Unreached` where there is none, or `NotSo` where the centre says no.
export async function ask(address, { method = "GET", json, body, headers = {}, wait = 20000, cookies = false } = {}) {
  const said = { ...(cookies ? {} : await whoAsks()), ...headers };
  if (json !== undefined) {
    said["Content-Type"] = "application/json";
    body = JSON.stringify(json);
  }
  let response;
  try {
    response = await fetch(address, {
      method, body, headers: said, cache: "no-store", redirect: "error",
      credentials: cookies ? "same-origin" : "omit", signal: AbortSignal.timeout(wait),
    });
  } catch (error) {
    throw new Unreached(String(error));
  }
  if (response.ok || response.status === 304) return response;
  throw new NotSo(response.status, await response.json().catch(() => null));
}

export const post = async (address, json, more = {}) => {
  const response = await ask(address, { method: "POST", json, ...more });
  try {
    return await response.json();
  } catch (error) {
    throw new Unreached(String(error)); // it broke off in the middle of the answer
  }
};
