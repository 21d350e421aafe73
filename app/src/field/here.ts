/** Where the phone is and which way it points, as far as it is allowed to know. */
import { createStore } from "../state/store";
import type { LonLat } from "../phone/types";

export interface Here {
  place: LonLat;
  accuracyM: number;
  at: number;
}

export const hereStore = createStore<{ here: Here | null; denied: boolean; headingDeg: number | null }>({
  here: null,
  denied: false,
  headingDeg: null,
});

/** A place older than this is not where somebody is. */
const FRESH_MS = 90_000;

function moved(position: GeolocationPosition): void {
  const { longitude, latitude, accuracy, heading } = position.coords;
  const here: Here = { place: [longitude, latitude], accuracyM: accuracy, at: Date.now() };
  const headingDeg = heading !== null && !Number.isNaN(heading) ? heading : hereStore.get().headingDeg;
  hereStore.set({ here, denied: false, headingDeg });
}

function turned(event: DeviceOrientationEvent): void {
  if (event.absolute && event.alpha !== null) {
    hereStore.set({ ...hereStore.get(), headingDeg: (360 - event.alpha) % 360 });
  }
}

/** Follows the phone's place until stopped. */
export function follow(): () => void {
  if (!("geolocation" in navigator)) return () => undefined;
  const watch = navigator.geolocation.watchPosition(
    moved,
    (error) => hereStore.set({ ...hereStore.get(), denied: error.code === error.PERMISSION_DENIED }),
    { enableHighAccuracy: true, maximumAge: 10_000 },
  );
  window.addEventListener("deviceorientationabsolute", turned as EventListener);
  return () => {
    navigator.geolocation.clearWatch(watch);
    window.removeEventListener("deviceorientationabsolute", turned as EventListener);
  };
}

/** The place to put into a report; nothing rather than an old one. */
export function placeNow(): { place?: LonLat } {
  const { here } = hereStore.get();
  if (!here || Date.now() - here.at > FRESH_MS || here.accuracyM > 200) return {};
  const [lon, lat] = here.place;
  return { place: [Number(lon.toFixed(6)), Number(lat.toFixed(6))] };
}
