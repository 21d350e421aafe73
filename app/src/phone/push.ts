/** A phone's own web push: asked for over its line, so that its token is enough. */
import type { PushCalls } from "../messages/push";
import { line } from "./current";
import type { Method } from "./sync/line";

/** The server's no. */
export class PushRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

async function ask(method: Method, path: string, json?: object): Promise<unknown> {
  const answer = await line(method, `/api/messages/${path}`, json ? { json } : {});
  if (answer.status >= 400) throw new PushRefused(answer.code || `HTTP ${answer.status}`);
  return answer.body;
}

const subscription = (name: string) => `subscriptions/${encodeURIComponent(name)}`;

export const phonePush: PushCalls = {
  key: async () => ((await ask("GET", "push-key")) as { key: string }).key,
  subscribe: (endpoint, keys, language) => ask("POST", "subscriptions", { endpoint, keys, language }),
  unsubscribe: (name) => ask("DELETE", subscription(name)),
  test: (name) => ask("POST", `${subscription(name)}/test`, {}),
};
