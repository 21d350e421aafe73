/** What messages and alerts ask of the server, one function a route. */
import { request } from "../api/http";
import type { components } from "../api/schema";
import type { PushCalls } from "./push";

type Schemas = components["schemas"];
export type AlertRow = Schemas["AlertRow"];
export type ChannelCount = Schemas["ChannelCount"];
export type Letter = Schemas["Letter"];
export type MessagesView = Schemas["MessagesView"];

export const fetchMessages = () => request<MessagesView>("GET", "/api/messages");

const subscriptions = "/api/messages/subscriptions";
const subscription = (name: string) => `${subscriptions}/${encodeURIComponent(name)}`;

export const boardPush: PushCalls = {
  key: async () => (await request<{ key: string }>("GET", "/api/messages/push-key")).key,
  subscribe: (endpoint, keys, language) => request("POST", subscriptions, { endpoint, keys, language }),
  unsubscribe: (name) => request("DELETE", subscription(name)),
  test: (name) => request("POST", `${subscription(name)}/test`, {}),
};

const alertOf = (neighbourhood: string) => `/api/alerts/${encodeURIComponent(neighbourhood)}`;
export const fetchAlerts = () => request<AlertRow[]>("GET", "/api/alerts");
export const sendAlert = (neighbourhood: string) => request<AlertRow>("POST", alertOf(neighbourhood), {});
export const alertFile = (neighbourhood: string) => `${alertOf(neighbourhood)}/cap.xml`;
