/**
 * Finding words in this transcript: how many there are, the next and the previous one, case and whole words as wanted.
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, h, setAttributes } from "./dom.js";

const LONGEST = 200;
const EDGE = "[\\p{L}\\p{N}\\p{M}_]";

/**
 * Where words stand in a text, in its order. Any spaces of the text count as a space. @param {string} text
 * @param {string} wanted @param {{matchCase: boolean, wholeWord: boolean}} how @returns {Units[]}
 */
export function placesOf(text, wanted, { matchCase, wholeWord }) {
  const words = wanted.normalize("NFC").trim().split(/\s+/u).filter(Boolean);
  if (!words.length) return [];
  const source = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")).join("\\s+");
  const pattern = new RegExp(wholeWord ? `(?<!${EDGE})${source}(?!${EDGE})` : source, matchCase ? "gu" : "giu");
  return [...text.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

export class FindBar {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {Units[]} */
    this.places = [];
    this.now = -1;
    const say = (/** @type {string} */ key) => workspace.phrases.say(key);
    this.input = /** @type {HTMLInputElement} */ (h("input", {
      type: "search", "aria-label": say("findWords"), placeholder: say("findWords"), maxlength: LONGEST, autocomplete: "off", spellcheck: "false",
      oninput: () => this.#search(),
    }));
    this.matchCase = this.#toggle("Aa", "matchCase");
    this.wholeWord = this.#toggle("“ab”", "wholeWord");
    this.count = h("span", { class: "wb-find-count" });
    const step = (/** @type {string} */ sign, /** @type {string} */ key, /** @type {1 | -1} */ by) =>
      button(sign, { class: "wb-tool", "aria-label": say(key), title: say(key), onclick: () => this.step(by) });
    this.element = h("div", { class: "wb-bar wb-find", role: "search", "aria-label": say("find"), hidden: true },
      this.input, this.matchCase, this.wholeWord, step("↑", "findPrevious", -1), step("↓", "findNext", 1), this.count,
      button("×", { class: "wb-close", "aria-label": say("close"), onclick: () => this.close() }));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {string} sign @param {string} key */
  #toggle(sign, key) {
    const words = this.workspace.phrases.say(key);
    const one = button(sign, { class: "wb-tool", "aria-label": words, title: words, "aria-pressed": "false", onclick: () => {
      setAttributes(one, { "aria-pressed": String(one.getAttribute("aria-pressed") !== "true") });
      this.#search();
    } });
    return one;
  }

  open() {
    const { workspace } = this;
    const span = workspace.selected();
    if (span && span.end - span.start <= 60) this.input.value = workspace.text.quote(span).replace(/\s+/gu, " ");
    this.element.hidden = false;
    this.input.focus({ preventScroll: true });
    this.input.select();
    this.#search();
  }

  close() {
    if (this.element.hidden) return;
    const found = this.places[this.now];
    this.element.hidden = true;
    this.places = [];
    this.now = -1;
    this.workspace.viewport.paint();
    this.workspace.focusWords();
    if (found && !this.workspace.sentences.on) this.workspace.free.write(found); // ready to be coded
  }

  #search() {
    const { workspace } = this;
    const pressed = (/** @type {HTMLElement} */ one) => one.getAttribute("aria-pressed") === "true";
    this.places = placesOf(workspace.text.text, this.input.value, { matchCase: pressed(this.matchCase), wholeWord: pressed(this.wholeWord) });
    const here = workspace.free.focusUnit() ?? workspace.free.firstVisible();
    const next = this.places.findIndex((place) => place.from >= here);
    this.now = this.places.length ? Math.max(0, next) : -1;
    this.#show();
  }

  /** @param {1 | -1} by */
  step(by) {
    if (!this.places.length) return this.#show();
    this.now = (this.now + by + this.places.length) % this.places.length;
    this.#show();
  }

  #show() {
    const { workspace, places, now } = this;
    const wanted = this.input.value.trim();
    const words = !wanted ? "" : places.length ? workspace.phrases.say("findCount", { n: now + 1, all: places.length }) : workspace.phrases.say("findNone");
    this.count.textContent = words;
    const place = places[now];
    if (place) workspace.viewport.reveal(place);
    workspace.viewport.paint();
    if (!wanted) return;
    const turn = place && workspace.text.turns[workspace.text.turnAt(place.from)];
    workspace.announcer.say(turn ? `${words}. ${workspace.phrases.say("findIn", { turn: turn.number, name: workspace.page.turns[workspace.text.turnAt(place.from)].name })}` : words);
  }

  /** What is found, to be painted. @returns {Iterable<import("./highlights.js").Mark>} */
  *marks() {
    for (const [index, place] of this.places.entries()) {
      yield { key: "", layer: index === this.now ? "found-now" : "found", ...this.workspace.text.spanOf(place) };
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation(); // neither the page's keys nor Streamlit's
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.target === this.input && (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.step(event.key === "ArrowUp" || event.shiftKey ? -1 : 1);
    }
  }
}
