/** A photo of the place, fetched once and kept for the night. */
import { useEffect, useState } from "react";
import { phoneStore } from "../../phone/current";

const KEPT = "yipanqi-photos";

async function fetchPhoto(digest: string): Promise<string | null> {
  const path = `/api/documents/${digest}`;
  const cache = "caches" in window ? await caches.open(KEPT).catch(() => null) : null;
  let answer = await cache?.match(path);
  if (!answer) {
    const token = phoneStore.get()?.enrolment?.token;
    answer = await fetch(path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
    if (!answer.ok) return null;
    await cache?.put(path, answer.clone()).catch(() => undefined); // no room: it is fetched again
  }
  return URL.createObjectURL(await answer.blob());
}

export function PlacePhoto({ digest, label }: { digest: string; label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    fetchPhoto(digest)
      .then((found) => {
        made = found;
        if (!gone) setUrl(found);
      })
      .catch(() => undefined); // no signal: the place is described in words
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [digest]);
  return url ? <img className="place-photo" src={url} alt={label} /> : null;
}
