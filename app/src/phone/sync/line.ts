/** The line to the server: a phone's token or a browser's session, refusals as values, the server's clock. */
import { cookie } from "../../api/http";

/** No answer at all: a state of the line, not a fault of the request. */
export class NoSignal extends Error {}

export interface Answer {
  status: number;
  /** A refusal's stable code; "" when there is none. */
  code: string;
  /** What the server's clock said, Unix milliseconds. */
  serverAt: number | null;
  headers: Headers;
  body: unknown;
}

export interface Asking {
  json?: unknown;
  jpeg?: ArrayBuffer;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Asks the server; throws NoSignal when there is no answer. */
export type Line = (method: Method, path: string, asking?: Asking) => Promise<Answer>;

const TIMEOUT_MS = 20_000;

function bodyOf(asking: Asking): BodyInit | null {
  if (asking.jpeg) return asking.jpeg;
  return asking.json === undefined ? null : JSON.stringify(asking.json);
}

function headersOf(method: Method, asking: Asking, token: string): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json", ...asking.headers };
  if (asking.json !== undefined) headers["content-type"] = "application/json";
  if (asking.jpeg) headers["content-type"] = "image/jpeg";
  if (token) headers.authorization = `Bearer ${token}`;
  if (method !== "GET") headers["x-csrftoken"] = cookie("csrftoken");
  return headers;
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = null; // a proxy's own page between us and the server
  }
  const date = Date.parse(response.headers.get("date") ?? "");
  const code = response.ok ? "" : ((body as { code?: unknown } | null)?.code ?? "");
  return {
    status: response.status,
    code: typeof code === "string" ? code : "",
    serverAt: Number.isNaN(date) ? null : date,
    headers: response.headers,
    body,
  };
}

/** A line that shows the token `token()` gives, or the browser's session where there is none. */
export function openLine(token: () => string, ask: typeof fetch = fetch): Line {
  return async (method, path, asking = {}) => {
    try {
      const response = await ask(path, {
        method,
        headers: headersOf(method, asking, token()),
        body: bodyOf(asking),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(asking.timeoutMs ?? TIMEOUT_MS),
      });
      return await read(response);
    } catch {
      throw new NoSignal(path);
    }
  };
}
