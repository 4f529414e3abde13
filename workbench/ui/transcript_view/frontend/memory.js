/**
 * What this browser tab remembers between two visits to a transcript: the place, the mode, the quick codes.
 * @typedef {{turn: number, below: number}} Place the turn at the top of the screen, and how far it has been scrolled
 */

/** @type {Map<string, any>} */
const remembered = new Map();

/** @param {string} key @returns {any} */
export function recall(key) {
  if (remembered.has(key)) return remembered.get(key);
  try {
    return JSON.parse(sessionStorage.getItem(`wb-${key}`) ?? "null");
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null; // storage is closed or broken
    throw error;
  }
}

/** @param {string} key @param {unknown} value */
export function remember(key, value) {
  remembered.set(key, value);
  try {
    sessionStorage.setItem(`wb-${key}`, JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // full or closed: the page remembers until it is reloaded
  }
}
