/**
 * The codes as this page knows them: names, colours for the present theme, the nine quick ones, and how to find one.
 * @typedef {import("./types.js").Code} Code
 */
import { coloursOf } from "./colour.js";

const QUICK = 9;
const ALIKE = 0.55;

export class Codebook {
  constructor() {
    /** @type {Map<string, Code>} */
    this.codes = new Map();
    /** @type {Map<string, {background: string, line: string}>} */
    this.colours = new Map();
    /** @type {string[]} ids, the newest first */
    this.recent = [];
    /** @type {string[]} ids behind the keys 1 to 9; a code keeps its key while it is in use */
    this.quick = [];
    /** @type {[number, number, number]} */
    this.page = [255, 255, 255];
    this.loaded = "";
    this.version = 0; // goes up when a colour or a name may have changed
  }

  /** Take the whole codebook. @param {Code[]} codes @param {[number, number, number]} [page] the page's own colour, on which theirs depend */
  load(codes, page = this.page) {
    const key = JSON.stringify([codes, page]);
    if (key === this.loaded && this.codes.size === codes.length) return; // nothing new: nothing to colour again
    this.loaded = key;
    this.page = page;
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.#recolour();
  }

  /** @param {Code} code */
  put(code) {
    this.codes.set(code.id, code);
    this.colours.set(code.id, coloursOf(code.colour, code.id, this.page));
    this.version += 1;
  }

  /** @param {string} id */
  drop(id) {
    this.codes.delete(id);
    this.prune();
  }

  /** Forget shortcuts to codes that are gone or may no longer be used. */
  prune() {
    const usable = new Set(this.usable().map((code) => code.id));
    this.quick = this.quick.filter((id) => usable.has(id));
    this.recent = this.recent.filter((id) => usable.has(id));
  }

  #recolour() {
    this.version += 1;
    this.colours = new Map([...this.codes.values()].map((code) => [code.id, coloursOf(code.colour, code.id, this.page)]));
  }

  /** A code, also one that this page has not been told of: another person may have made or merged it a moment ago. @param {string} id @returns {Code} */
  get(id) {
    return this.codes.get(id) ?? {
      id, label: "…", letters: "…", path: "", colour: "#888888", definition: "", exclude: "", nearMiss: "", codable: false, retired: false,
    };
  }

  /** @param {string} id */
  lineOf(id) {
    return this.colours.get(id)?.line ?? "currentColor";
  }

  /** The codes a person may put on words. */
  usable() {
    return [...this.codes.values()].filter((code) => code.codable && !code.retired);
  }

  /** Fill the quick keys: those of an earlier visit, then the most used, then the order of the codebook. @param {string[]} before @param {string[]} used code ids, once per coding */
  fillQuick(before, used) {
    const counts = new Map();
    for (const id of used) counts.set(id, (counts.get(id) ?? 0) + 1);
    const usable = this.usable().map((code) => code.id);
    const byUse = [...usable].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    const known = new Set(usable);
    this.quick = [...new Set([...this.quick, ...before, ...byUse])].filter((id) => known.has(id)).slice(0, QUICK);
  }

  /** Note that a code was used. A code without a key takes that of the one used longest ago. @param {string} id */
  use(id) {
    this.recent = [id, ...this.recent.filter((one) => one !== id)];
    if (this.quick.includes(id)) return;
    if (this.quick.length < QUICK) {
      this.quick.push(id);
      return;
    }
    const age = (/** @type {string} */ one) => (this.recent.includes(one) ? this.recent.indexOf(one) : Infinity);
    const oldest = this.quick.reduce((worst, one) => (age(one) >= age(worst) ? one : worst));
    this.quick[this.quick.indexOf(oldest)] = id;
  }

  /** Codes for what a person has typed, the likeliest first. @param {string} typed @returns {Code[]} */
  find(typed) {
    const query = plain(typed);
    const usable = this.usable();
    if (!query) {
      const recent = this.recent.map((id) => this.codes.get(id)).filter((code) => code && code.codable && !code.retired);
      return [...new Set([.../** @type {Code[]} */ (recent), ...usable])];
    }
    const rank = (/** @type {Code} */ code) => {
      const label = plain(code.label);
      const path = plain(code.path);
      if (label === query) return 0;
      if (label.startsWith(query)) return 1;
      if (label.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 2;
      if (label.includes(query)) return 3;
      if (path.includes(query)) return 4;
      if (isSubsequence(query, label)) return 5;
      return isSubsequence(query, path) ? 6 : null;
    };
    const freshness = (/** @type {Code} */ code) => (this.recent.includes(code.id) ? this.recent.indexOf(code.id) : Infinity);
    return usable
      .map((code) => ({ code, rank: rank(code) }))
      .filter((one) => one.rank !== null)
      .sort((a, b) => Number(a.rank) - Number(b.rank) || (freshness(a.code) - freshness(b.code) || 0))
      .map(({ code }) => code);
  }

  /** The code that already bears a name, whatever its case. @param {string} label */
  named(label) {
    return [...this.codes.values()].find((code) => plain(code.label) === plain(label)) ?? null;
  }

  /** The code most like a name that is about to be given to a new one. @param {string} label @returns {Code | null} */
  alike(label) {
    const best = this.usable()
      .map((code) => ({ code, score: likeness(plain(label), plain(code.label)) }))
      .sort((a, b) => b.score - a.score)[0];
    return best && best.score >= ALIKE ? best.code : null;
  }
}

/** The names above a code, without its own. @param {Code} code */
export function above({ path, label }) {
  return path.endsWith(label) ? path.slice(0, path.length - label.length).replace(/[\s›]+$/u, "") : path;
}

/** Letters and digits only, without case and accents. @param {string} words */
export function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/gu, " ");
}

/** @param {string} letters @param {string} word */
function isSubsequence(letters, word) {
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at++;
  return at >= letters.length;
}

/** How alike two names are, from 0 to 1: shared pairs of letters (Dice). @param {string} one @param {string} other */
function likeness(one, other) {
  const pairs = (/** @type {string} */ word) => {
    const counts = new Map();
    for (let at = 0; at < word.length - 1; at++) counts.set(word.slice(at, at + 2), (counts.get(word.slice(at, at + 2)) ?? 0) + 1);
    return counts;
  };
  const [a, b] = [pairs(one), pairs(other)];
  let shared = 0;
  for (const [pair, count] of a) shared += Math.min(count, b.get(pair) ?? 0);
  const total = Math.max(0, one.length - 1) + Math.max(0, other.length - 1);
  return total ? (2 * shared) / total : 0;
}
