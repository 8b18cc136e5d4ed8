// A sound and a tremble, for who does not look at the screen: high and short is good, low is not.
let sound;
export function beep(good) {
  navigator.vibrate?.(good ? 60 : [80, 60, 80]);
  try {
    sound ??= new AudioContext();
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.15;
    tone.frequency.value = good ? 1320 : 220;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (good ? 0.12 : 0.35));
  } catch {
    // a phone without sound trembles, or shows it
  }
}
