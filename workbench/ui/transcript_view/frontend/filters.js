/**
 * Looking at a part only: one speaker, one code, one coder, or what is not coded yet. The rest is dimmed, or hidden.
 * Which turns are meant is settled when the filter is set, so that nothing vanishes under the hands while coding.
 * @typedef {import("./types.js").Coding} Coding
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, freshId, h } from "./dom.js";

export class Filters {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    const say = (/** @type {string} */ key) => workspace.phrases.say(key);
    this.speaker = this.#select("filterSpeaker", "everybody");
    this.code = this.#select("filterCode", "anyCode");
    this.coder = this.#select("filterCoder", "anybody");
    this.uncoded = this.#check();
    this.hide = this.#check();
    this.count = h("span", { class: "wb-find-count" });
    /** @type {Set<string>} codings that were there when the filter was set */
    this.before = new Set();
    this.on = false;
    const check = (/** @type {HTMLInputElement} */ box, /** @type {string} */ key) => h("label", { class: "wb-check" }, box, say(key));
    this.element = h("div", { class: "wb-bar wb-filters", role: "group", "aria-label": say("filters"), hidden: true },
      ...this.speaker.parts, ...this.code.parts, ...this.coder.parts, check(this.uncoded, "uncodedOnly"), check(this.hide, "hideRest"),
      this.count, button(say("filterClear"), { class: "wb-tool", onclick: () => this.clear() }),
      button("×", { class: "wb-close", "aria-label": say("close"), onclick: () => this.close() }));
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }

  /** @param {string} name @param {string} all */
  #select(name, all) {
    const id = freshId("filter");
    const box = /** @type {HTMLSelectElement} */ (h("select", { id, onchange: () => this.#apply() }));
    const label = h("label", { for: id, class: "wb-unseen" }, this.workspace.phrases.say(name));
    return { box, all, parts: [label, box] };
  }

  #check() {
    return /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", onchange: () => this.#apply() }));
  }

  open() {
    this.#fill();
    this.element.hidden = false;
    this.speaker.box.focus({ preventScroll: true });
  }

  close() {
    this.element.hidden = true;
    this.workspace.focusWords();
  }

  toggle() {
    if (this.element.hidden) this.open();
    else this.close();
  }

  clear() {
    for (const { box } of [this.speaker, this.code, this.coder]) box.value = "";
    this.uncoded.checked = this.hide.checked = false;
    this.#apply();
  }

  #fill() {
    const { text, codings, codebook } = this.workspace;
    const used = new Set(codings.ordered.map((coding) => coding.code));
    const codes = [...codebook.codes.values()].filter((code) => used.has(code.id)).map((code) => [code.id, code.label]);
    this.#options(this.speaker, text.speakers.map((one, index) => [String(index), one.name || one.label]));
    this.#options(this.code, codes);
    this.#options(this.coder, [...new Set(codings.ordered.map((coding) => coding.coder))].sort().map((name) => [name, name]));
  }

  /** @param {{box: HTMLSelectElement, all: string}} select @param {string[][]} choices */
  #options({ box, all }, choices) {
    const before = box.value;
    box.replaceChildren(...[["", this.workspace.phrases.say(all)], ...choices].map(([value, words]) => h("option", { value }, words)));
    box.value = choices.some(([value]) => value === before) ? before : "";
  }

  /** Whether a coding is to be seen. What was made since the filter was set always is. @param {Coding} coding */
  shows(coding) {
    if (!this.on || !this.before.has(coding.id)) return true;
    return (!this.code.box.value || coding.code === this.code.box.value) && (!this.coder.box.value || coding.coder === this.coder.box.value);
  }

  #apply() {
    const { text, codings, page, viewport, phrases } = this.workspace;
    this.before = new Set(codings.shown.keys());
    this.on = Boolean(this.speaker.box.value || this.code.box.value || this.coder.box.value || this.uncoded.checked);
    const coded = new Set();
    for (const coding of codings.ordered) {
      if (!this.uncoded.checked && !this.shows(coding)) continue;
      for (const [turn] of text.slices(text.unitsOf(coding))) coded.add(turn);
    }
    const byCoding = this.code.box.value || this.coder.box.value;
    let meant = 0;
    for (const [index, turn] of text.turns.entries()) {
      const { element } = page.turns[index];
      let isMeant = !this.speaker.box.value || turn.speaker === Number(this.speaker.box.value);
      if (this.uncoded.checked) isMeant &&= !coded.has(index) && !element.classList.contains("wb-quiet");
      else if (byCoding) isMeant &&= coded.has(index);
      const isRest = this.on && !isMeant;
      element.classList.toggle("wb-dimmed", isRest && !this.hide.checked);
      element.classList.toggle("wb-gone", isRest && this.hide.checked);
      if (!isRest) meant += 1;
    }
    page.measured = ""; // turns may have come or gone
    viewport.restorePlace();
    this.workspace.drawStatus();
    this.count.textContent = this.on ? phrases.say("filterCount", { n: meant, turns: text.turns.length }) : "";
    this.workspace.announcer.say(this.count.textContent || phrases.say("filterOff"));
  }
}
