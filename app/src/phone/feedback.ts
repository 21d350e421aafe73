/** A report that is on the disk is felt and heard, where the phone and its owner allow it. */

let audio: AudioContext | null = null;

function tone(at: AudioContext, hertz: number, fromS: number): void {
  const voice = at.createOscillator();
  const loudness = at.createGain();
  voice.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.0001, at.currentTime + fromS);
  loudness.gain.exponentialRampToValueAtTime(0.2, at.currentTime + fromS + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at.currentTime + fromS + 0.14);
  voice.connect(loudness).connect(at.destination);
  voice.start(at.currentTime + fromS);
  voice.stop(at.currentTime + fromS + 0.15);
}

/** A short buzz and, if wanted, two rising tones. */
export function chirp(sound: boolean): void {
  try {
    if ("vibrate" in navigator) navigator.vibrate([40, 40, 40]);
    if (!sound || typeof AudioContext === "undefined") return;
    audio ??= new AudioContext();
    tone(audio, 660, 0);
    tone(audio, 880, 0.12);
  } catch {
    // a phone that may not make a sound has still kept the report
  }
}
