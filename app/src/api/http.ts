/** Requests to the server: cookies, CSRF, refusals as values, and the way to the sign-in page. */
import { isPast } from "../state/past";
import type { Facts } from "./types";

/** A decision the server did not take, or a request it could not answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Facts,
  ) {
    super(`${status} ${code}`);
  }
}

/** The server can't be reached at all: a state of the line, not a fault of the request. */
export class Unreachable extends Error {}

/** The value of a cookie, or "" when there is none. */
export function cookie(name: string, all = document.cookie): string {
  const found = all.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** What goes as it is: a form says its own type, and a picture has one. */
function isFile(body: unknown): body is FormData | Blob {
  return body instanceof FormData || body instanceof Blob;
}

function headersFor(method: string, body: unknown): HeadersInit {
  const accept = { accept: "application/json" };
  if (method === "GET") return accept;
  const token = { ...accept, "x-csrftoken": cookie("csrftoken") };
  return isFile(body) ? token : { ...token, "content-type": "application/json" };
}

function encoded(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return isFile(body) ? body : JSON.stringify(body);
}

async function refusalOf(response: Response): Promise<Refused> {
  try {
    const body = (await response.json()) as { code?: string; facts?: Facts };
    return new Refused(response.status, body.code ?? "unknown", body.facts ?? {});
  } catch {
    return new Refused(response.status, "unknown", {});
  }
}

/** Leaves for the sign-in page; the board comes back to where it was afterwards. */
export function goToSignIn(): void {
  window.location.assign("/sign-in");
}

/**
 * One request.
 *
 * @throws Refused when the server says no, or where something would be changed from a page that shows the past;
 *   Unreachable when there is no answer.
 */
export async function request<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  if (method !== "GET" && isPast()) throw new Refused(409, "past", {});
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: headersFor(method, body),
      credentials: "same-origin",
      body: encoded(body),
    });
  } catch {
    throw new Unreachable(path);
  }
  if (response.status === 401) goToSignIn();
  if (!response.ok) throw await refusalOf(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}
