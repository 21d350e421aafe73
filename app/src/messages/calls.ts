/** What messages and alerts ask of the server, one function a route. */
import { request } from "../api/http";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type AlertRow = Schemas["AlertRow"];
export type ChannelCount = Schemas["ChannelCount"];
export type Letter = Schemas["Letter"];
export type MessagesView = Schemas["MessagesView"];

interface PushKeys {
  p256dh: string;
  auth: string;
}

export const fetchMessages = () => request<MessagesView>("GET", "/api/messages");
export const fetchPushKey = async () => (await request<{ key: string }>("GET", "/api/messages/push-key")).key;
export const subscribe = (endpoint: string, keys: PushKeys, language: "zh" | "en") =>
  request<{ id: string }>("POST", "/api/messages/subscriptions", { endpoint, keys, language });
export const unsubscribe = (id: string) =>
  request<unknown>("DELETE", `/api/messages/subscriptions/${encodeURIComponent(id)}`);

const alertOf = (neighbourhood: string) => `/api/alerts/${encodeURIComponent(neighbourhood)}`;
export const fetchAlerts = () => request<AlertRow[]>("GET", "/api/alerts");
export const sendAlert = (neighbourhood: string) => request<AlertRow>("POST", alertOf(neighbourhood), {});
export const alertFile = (neighbourhood: string) => `${alertOf(neighbourhood)}/cap.xml`;
