/**
 * The words on the screen. They come from Python, so that a second language needs no change here.
 * @typedef {import("./types.js").Words} Words
 */
export class Phrasebook {
  /** @param {Words} words */
  constructor(words) {
    this.words = words;
    const language = typeof words.language === "string" ? words.language : "en";
    this.plural = new Intl.PluralRules(language);
    this.clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  /**
   * A phrase with its blanks filled in; a phrase with several forms is chosen by the number `n`.
   * @param {string} key @param {Record<string, string | number>} [blanks]
   */
  say(key, blanks = {}) {
    const entry = this.words[key] ?? key;
    const phrase = typeof entry === "string" ? entry : entry[this.plural.select(Number(blanks.n))] ?? entry.other;
    return phrase.replace(/\{(\w+)\}/gu, (blank, name) => (name in blanks ? String(blanks[name]) : blank));
  }

  /** Hours and minutes of an ISO time, as the clock on the wall shows them. @param {string} iso */
  time(iso) {
    const when = new Date(iso);
    return Number.isNaN(when.getTime()) ? "" : this.clock.format(when);
  }
}

/** Seconds as h:mm:ss, or m:ss under an hour; empty where there is no time. @param {number | null} seconds */
export function timeCode(seconds) {
  if (seconds == null) return "";
  const whole = Math.floor(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
