/**
 * What a code means, in the words of its codebook: the definition, when not to use it, and the near miss.
 * @typedef {import("./types.js").Code} Code
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 */
import { h } from "./dom.js";

/** @param {Code} code @param {Phrasebook} phrases @returns {HTMLElement[]} */
export function meaningOf(code, phrases) {
  const parts = [];
  if (code.definition) parts.push(h("p", { class: "wb-definition" }, code.definition));
  if (code.exclude) parts.push(h("p", {}, h("b", {}, phrases.say("notWhen")), " ", code.exclude));
  if (code.nearMiss) parts.push(h("p", {}, h("b", {}, phrases.say("nearMiss")), " ", code.nearMiss));
  return parts.length ? parts : [h("p", { class: "wb-faint" }, phrases.say("noDefinition"))];
}
